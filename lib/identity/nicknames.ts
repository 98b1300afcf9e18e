import { foldText, skeleton } from './fold.ts';

/** Given names with their short forms; one name and its forms per line. English, Spanish, German, Russian. */
const GROUPS = `
elizabeth liz beth betty eliza lisa elisabeth liza lizzie
william bill will billy willy liam
robert bob rob bobby robbie
richard rick dick ricky rich
james jim jimmy jamie
john johnny jack jon
joseph joe joey
michael mike mick mickey
thomas tom tommy
charles charlie chuck
edward ed eddie ted ned
margaret maggie peggy meg
katherine kate kathy katie catherine kath cathy
patricia pat patty tricia trish
jennifer jen jenny
steven steve stephen
daniel dan danny dani
matthew matt
anthony tony antonio toni tono
andrew andy drew
christopher chris
nicholas nick nicolas nico niko
samuel sam sammy
benjamin ben benny
alexander alex sasha aleksandr sanya shura alejandro ale alexandra aleksandra xander sandra
kenneth ken kenny
susan sue susie
rebecca becky
deborah deb debbie
barbara barb
dorothy dot dolly
gregory greg
jeffrey jeff geoffrey
timothy tim
ronald ron
donald don
lawrence larry
raymond ray
gerald gerry jerry
jonathan jonny nathan
frederick fred freddy friedrich fritz
david dave davy
joshua josh
victoria vicky tori vika viktoria
ignacio nacho
jose pepe josep pepito
juan juanito juancho
carlos carlitos charly
ana anita
rosa rosita
francisco paco pancho curro fran
dolores lola
concepcion concha conchita
enrique quique kike
jesus chus suso
guadalupe lupe lupita
manuel manolo manu
rosario charo
eduardo edu lalo
roberto beto
alberto tito
isabel isa chabela
mercedes merche
montserrat montse
teresa tere teresita
rafael rafa
javier javi
pilar pili
cristina cris
luis lucho luisito
katharina kathe katja kathi katrin
johannes hans hannes johann
margarete grete gretchen greta
wilhelm willi
heinrich heinz
ursula uschi ulla
matthias matze
nikolai kolya kolia nikolay nikolaj
maria masha marusya mariya mariia
dmitry dima mitya dmitri dmitrii
ivan vanya
vladimir vova volodya
sergei seryozha sergey serezha
alexei lyosha alyosha aleksey alexey aleksei lesha
mikhail misha
evgeny zhenya evgenii evgeniya yevgeny eugene
anastasia nastya
ekaterina katya
natalia natasha nataliya natalya
tatiana tanya tatyana
olga olya
elena lena yelena
yulia yulya
irina ira
svetlana sveta
anna anya
pavel pasha
petr petya pyotr
konstantin kostya
anatoly tolya anatolii
grigory grisha grigorii
yuri yura yurii
lyudmila lyuda
galina galya
valentina valya valentin
viktor vitya
vasily vasya vasilii
stanislav stas
vyacheslav slava yaroslav
boris borya
oleg olezhka
nadezhda nadya
lyubov lyuba
larisa lara
oksana ksenia ksyusha kseniya`;

const OF_FORM = new Map<string, string>();
for (const line of GROUPS.trim().split('\n')) {
  const forms = line.split(' ').map((form) => skeleton(foldText(form)));
  for (const form of forms) if (!OF_FORM.has(form)) OF_FORM.set(form, forms[0] ?? form);
}

/** The full form behind a given name's skeleton; the skeleton itself when the table does not know it. */
export function fullForm(word: string): string {
  return OF_FORM.get(word) ?? word;
}

/** Is this a given name the table knows? Tells given from family name where a vendor has one field for both. */
export function isGivenName(word: string): boolean {
  return OF_FORM.has(word);
}
