import { foldText, skeleton } from './fold.ts';

/** Given names with their short forms and their like in other languages, `|` between names. English, Spanish, German, Russian, some Arabic. */
const GROUPS = `
elizabeth liz beth betty eliza lisa elisabeth liza lizzie|william bill will billy willy liam|robert bob rob bobby robbie
richard rick dick ricky rich|james jim jimmy jamie|john johnny jack jon|joseph joe joey|michael mike mick mickey|thomas tom tommy
charles charlie chuck|edward ed eddie ted ned|margaret maggie peggy meg
katherine kate kathy katie catherine kath cathy katharina kathe katja kathi katrin ekaterina katya|patricia pat patty tricia trish
jennifer jen jenny|steven steve stephen|daniel dan danny dani|matthew matt|anthony tony antonio toni tono|andrew andy drew
christopher chris|nicholas nick nicolas nico niko|samuel sam sammy|benjamin ben benny
alexander alex sasha aleksandr sanya shura alejandro ale alexandra aleksandra xander sandra|kenneth ken kenny|susan sue susie
rebecca becky|deborah deb debbie|barbara barb|dorothy dot dolly|gregory greg|jeffrey jeff geoffrey|timothy tim|ronald ron
donald don|lawrence larry|raymond ray|gerald gerry jerry|jonathan jonny nathan|frederick fred freddy friedrich fritz
david dave davy|joshua josh|victoria vicky tori vika viktoria|ignacio nacho|jose pepe josep pepito|juan juanito juancho
carlos carlitos charly|ana anita anna anya|rosa rosita|francisco paco pancho curro fran|dolores lola|concepcion concha conchita
enrique quique kike|jesus chus suso|guadalupe lupe lupita|manuel manolo manu|rosario charo|eduardo edu lalo|roberto beto
alberto tito|isabel isa chabela|mercedes merche|montserrat montse|teresa tere teresita|rafael rafa|javier javi|pilar pili
cristina cris|luis lucho luisito|johannes hans hannes johann|margarete grete gretchen greta|wilhelm willi|heinrich heinz
ursula uschi ulla|matthias matze|nikolai kolya kolia nikolay nikolaj|maria masha marusya mariya mariia
dmitry dima mitya dmitri dmitrii|ivan vanya|vladimir vova volodya|sergei seryozha sergey serezha
alexei lyosha alyosha aleksey alexey aleksei lesha|mikhail misha|evgeny zhenya evgenii evgeniya yevgeny eugene|anastasia nastya
natalia natasha nataliya natalya|tatiana tanya tatyana|olga olya|elena lena yelena|yulia yulya|irina ira|svetlana sveta
pavel pasha|petr petya pyotr|konstantin kostya|anatoly tolya anatolii|grigory grisha grigorii|yuri yura yurii|lyudmila lyuda
galina galya|valentina valya valentin|viktor vitya|vasily vasya vasilii|stanislav stas|vyacheslav slava yaroslav|boris borya
oleg olezhka|nadezhda nadya|lyubov lyuba|larisa lara|oksana ksenia ksyusha kseniya|abigail abby gail|abraham abe
alan allan allen al|albert bert al albrecht|alfred alf fred fredy|alice alicia|allison alison allie|amanda mandy|amelia emilia amy
angela angie geli|arthur art artie arturo artur|bernard bernie bernhard bernd bernardo|beverly bev|brian bryan|bradley brad
calvin cal|carl karl|carol caroline carolyn carrie karoline|cecilia cissy ceci|charlotte lottie charly lotte
christina tina christine christiane chris kirsten kristina krista tine|clara klara|cynthia cindy|dennis denis|diana diane
douglas doug|edmund ned|eleanor ellie nell nora leonor|emily emma emmy|eric erik erich|ernest ernie ernst ernesto|esther hester
eve eva evie evita|evelyn evie|florence flo|frances fran fanny|francis frank|franklin frank|gabriel gabe gabi
gabriele gabriela gabrielle gabi|george georgie georg jorge jurgen|gilbert gil|hannah hanna|harold harry hal harald|harrison harry
helen helena helene nelly|henry harry hank heinrich|herbert herb bert|howard howie|hugo hugh|isaac ike
isabella isabelle bella izzy|jacob jake jakob|jacqueline jackie|jane janie janet|jean jeanne|jeremy jerry|jessica jess jessie
joan joanna joanne jo johanna|judith judy judit|julia julie|julian julio julius|kimberly kim|laura laurie
leo leon leonard lenny leonardo|leslie les|lewis louis lou luis ludwig lutz|lillian lily|louise lou|lucas luke lukas
lucy lucia lucie|madeline maddie|marcus mark marc marco markus marcos|marian marianne|marie mary maria mia mitzi|martha marta
martin marty|megan meg|melanie mel|melissa mel|melvin mel|monica monika|natalie nat natalia|nathaniel nate nathan
nicole nicky nicola|norman norm|oliver ollie|olivia liv livia|oscar oskar|pamela pam|patrick pat paddy patricio|paul pablo paulo
paula pauline|peter pete pedro petros|philip phil felipe philipp filipp|randall randy|reginald reg reggie|rodney rod|roger rogelio
rose rosemary rosa|russell russ|sally sarah sara sadie|sean shaun|sophia sophie sofia sonya sofya sonja|stanley stan
stuart stewart|sylvia silvia|terence terry|theodore ted teddy theo theodor|theresa terry tess therese|valerie val
vincent vince vicente|virginia ginny|walter walt wally|zachary zach zack|beatriz bea|carmen carmela menchu|consuelo chelo
encarnacion encarna|federico fede|fernando fer nando|gregorio goyo|guillermo memo guille|gustavo gus|inmaculada inma|josefa pepa
leticia lety|magdalena lena|margarita marga rita|pedro perico|ramon moncho|salvador chava|santiago santi yago|soledad sole
veronica vero|carsten karsten|cornelia conny|gerhard gerd|gunter gunther gunnar|heidi adelheid heide|hildegard hilde
inge ingeborg ingrid|joachim jochen achim|jorg jurg|josef sepp|klaus claus nikolaus|lieselotte lilo|manfred manni|max maximilian
rainer reiner|rudolf rudi|sebastian basti|stefan stephan|stefanie steffi|thorsten torsten|tobias tobi|ulrich uli ulli
wolfgang wolf|antonina tonya|artem artyom tyoma|daniil danila danya|darya dasha|eduard edik|egor yegor|elizaveta liza
evgeniya zhenya|fedor fyodor fedya|gennady gena|georgy gosha|ilya ilyusha|leonid lyonya|lidia lida|maksim maxim max|polina polya
raisa raya|roman roma|semyon semen senya|stepan styopa|timofey tima|valery valera|varvara varya|veronika nika|viktoria vika
vitaly vitalik|vlad vladislav|yakov yasha|yaroslav slava|zinaida zina
mohamed mohammed muhammad muhammed mohammad mhd md mohamad mehmet|ahmed ahmad ahmet|hassan hasan|hussein hussain husain|omar umar
yusuf youssef yousef|fatima fatma|aisha ayesha`;

/** More given names, each its own. */
const SINGLES = `
aaron adam adrian agnes aitor alba albina alevtina alfonso alfredo ali alina alla almudena alvaro amparo andrea andres anfisa
angel angelika angelina anja anke anneliese annette anton antonia arina arkady armando ashley astrid audrey austin axel barbel
beate begona belen benito berta birgit blanca bogdan brandon brenda brigitte bruce bruno carla catalina celia cesar chloe
christian claudia dagmar dario dean derek detlef diego dieter dirk domingo doris dylan eberhard edgar edith edwin elfriede elke
ellen elvira emil emilio erika erwin esperanza esteban eugenia eugenio fabian felix fernanda florian franz franziska friederike
gary gema gerardo gerda gertrud gisela gleb gloria gonzalo gordon gottfried graham gudrun gustav hannelore hartmut heather hector
heike heiko helga helmut hermann herta holger horst hubert ian ibrahim igor ines inga inna irene iris ivy jaime jan jason jens jie
jimena joaquin joel jonas jordan josefina joyce julieta justin jutta kai karen karin keith kelly kerstin kevin kira kirill klavdia
konrad kurt kyle lars lauren lev liliya linda logan lorena lorenzo lothar lourdes lydia makar manuela marcelo mariano marilyn
marina mario marion martina mason mateo mathilde matvey maurice mauricio mercy michaela miguel milagros miles miriam nadine nancy
neil nieves nikita nina noah noelia nonna norbert nuria octavio olaf otto owen pelageya petra phyllis rachel ralf ralph raquel
raul regina reinhard remedios renata renate ricardo rimma rinat robin rocio rodion rodrigo rolf rostislav roy ruben ruediger
ruslan rustam ruth ryan sabine scarlett scott sergio sharon shirley siegfried silke simon simone spencer stella susana susanne
sven taisia tamara taras timur tomas torben travis trinidad tristan tyler udo ulrike ulyana ute uwe vadim valeria vanessa vasilisa
vera victor violeta vladlen volker wayne wei wendy werner xavier yana yolanda zakhar zoe zoya`;

const groupsOf = new Map<string, number[]>();
const firstForms: string[] = [];
for (const group of [...GROUPS.trim().split(/[|\n]/), ...SINGLES.trim().split(/\s+/)]) {
  const forms = new Set(group.split(' ').map((form) => skeleton(foldText(form))));
  for (const form of forms) groupsOf.set(form, [...(groupsOf.get(form) ?? []), firstForms.length]);
  firstForms.push([...forms][0] ?? '');
}

/** The full form behind a given name's skeleton (of several the first); the skeleton itself when the table does not know it. */
export function fullForm(word: string): string {
  const first = groupsOf.get(word)?.[0];
  return first === undefined ? word : (firstForms[first] ?? word);
}

/** The names a given name's skeleton may stand for (`pat`: Patricia, Patrick), as numbers; `undefined` for what the table does not know. */
export function givenNames(word: string): readonly number[] | undefined {
  return groupsOf.get(word);
}

/** Is this a given name the table knows? Tells given from family name where a vendor has one field for both. */
export function isGivenName(word: string): boolean {
  return groupsOf.has(word);
}
