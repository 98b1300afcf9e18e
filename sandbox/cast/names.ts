import type { Place } from './places.ts';

/** One part of a name: Latin as in e-mail addresses, at home where it differs, and other spellings that turn up. */
export interface NamePart {
  latin: string;
  home?: string;
  also?: readonly string[];
  /** A first name of women, where surnames have two forms. */
  woman?: true;
  /** The surname of a woman. */
  she?: NamePart;
}

/** Name pools by culture. Few enough that namesakes arise by chance too. */
export const NAMES: Readonly<Record<Place['culture'], { first: readonly NamePart[]; last: readonly NamePart[] }>> = {
  es: {
    first: [
      { latin: 'José', also: ['Jose', 'Pepe'] },
      { latin: 'María', also: ['Maria', 'Mari'] },
      { latin: 'Guadalupe', also: ['Lupita'] },
      { latin: 'Francisco', also: ['Paco'] },
      { latin: 'Lucía', also: ['Lucia'] },
      { latin: 'Andrés', also: ['Andres'] },
      { latin: 'Sofía', also: ['Sofia'] },
      { latin: 'Íñigo', also: ['Inigo'] },
      { latin: 'Ximena', also: ['Jimena'] },
      { latin: 'Raúl', also: ['Raul'] },
    ],
    last: [
      { latin: 'Hernández', also: ['Hernandez'] },
      { latin: 'García', also: ['Garcia'] },
      { latin: 'López Ibarra', also: ['Lopez'] },
      { latin: 'Núñez', also: ['Nunez'] },
      { latin: 'de la Cruz', also: ['De La Cruz'] },
      { latin: 'Ybarra', also: ['Ibarra'] },
      { latin: 'Castañeda', also: ['Castaneda'] },
      { latin: 'Montes' },
      { latin: 'Vega' },
    ],
  },
  ru: {
    first: [
      { latin: 'Alexey', home: 'Алексей', also: ['Aleksei', 'Лёша'] },
      { latin: 'Ekaterina', home: 'Екатерина', also: ['Katya', 'Катя'], woman: true },
      { latin: 'Sergey', home: 'Сергей', also: ['Sergei'] },
      { latin: 'Natalia', home: 'Наталья', also: ['Natalya', 'Наталия'], woman: true },
      { latin: 'Fyodor', home: 'Фёдор', also: ['Fedor', 'Федор'] },
      { latin: 'Yulia', home: 'Юлия', also: ['Julia'], woman: true },
      { latin: 'Dmitry', home: 'Дмитрий', also: ['Dmitrii', 'Дима'] },
      { latin: 'Olga', home: 'Ольга', woman: true },
    ],
    last: [
      { latin: 'Kuznetsov', home: 'Кузнецов', she: { latin: 'Kuznetsova', home: 'Кузнецова' } },
      { latin: 'Sokolov', home: 'Соколов', she: { latin: 'Sokolova', home: 'Соколова' } },
      {
        latin: 'Shcherbakov',
        home: 'Щербаков',
        also: ['Scherbakov'],
        she: { latin: 'Shcherbakova', home: 'Щербакова', also: ['Scherbakova'] },
      },
      { latin: 'Tsvetaev', home: 'Цветаев', also: ['Cvetaev'], she: { latin: 'Tsvetaeva', home: 'Цветаева', also: ['Cvetaeva'] } },
      { latin: 'Yershov', home: 'Ершов', also: ['Ershov'], she: { latin: 'Yershova', home: 'Ершова', also: ['Ershova'] } },
      { latin: 'Zhukov', home: 'Жуков', she: { latin: 'Zhukova', home: 'Жукова' } },
      { latin: 'Alyoshin', home: 'Алёшин', also: ['Алешин'], she: { latin: 'Alyoshina', home: 'Алёшина', also: ['Алешина'] } },
    ],
  },
  en: {
    first: [
      { latin: 'Robert', also: ['Bob', 'Rob'] },
      { latin: 'Elizabeth', also: ['Liz', 'Beth'] },
      { latin: 'William', also: ['Bill', 'Will'] },
      { latin: 'Katherine', also: ['Kate', 'Catherine'] },
      { latin: 'Michael', also: ['Mike'] },
      { latin: 'Margaret', also: ['Peggy', 'Meg'] },
      { latin: 'Thomas', also: ['Tom'] },
      { latin: 'Priya' },
      { latin: 'Aoife' },
      { latin: 'Steven', also: ['Stephen', 'Steve'] },
    ],
    last: [
      { latin: 'Smith' },
      { latin: 'MacDonald', also: ['McDonald'] },
      { latin: 'Clarke', also: ['Clark'] },
      { latin: 'Patel' },
      { latin: 'Smyth-Jones', also: ['Smyth Jones'] },
      { latin: "D'Arcy", also: ['Darcy'] },
      { latin: 'Nguyen' },
      { latin: 'Whitaker' },
      { latin: 'Byrne' },
      { latin: 'Lee' },
    ],
  },
  de: {
    first: [
      { latin: 'Jürgen', also: ['Juergen', 'Jurgen'] },
      { latin: 'Käthe', also: ['Kaethe'] },
      { latin: 'Hans-Peter', also: ['Hans Peter'] },
      { latin: 'Annette' },
      { latin: 'Björn', also: ['Bjoern'] },
      { latin: 'Sabine' },
    ],
    last: [
      { latin: 'Groß', also: ['Gross'] },
      { latin: 'Möller', also: ['Moeller'] },
      { latin: 'von der Heide', also: ['Von der Heide'] },
      { latin: 'Schröder', also: ['Schroeder'] },
      { latin: 'Yıldız', also: ['Yildiz'] },
      { latin: 'Becker' },
    ],
  },
  ja: {
    first: [
      { latin: 'Haruto', home: '陽翔' },
      { latin: 'Sakura', home: 'さくら' },
      { latin: 'Kenji', home: '健二' },
      { latin: 'Yuko', home: '裕子', also: ['Yūko'] },
      { latin: 'Shoichi', home: '昭一', also: ['Shōichi'] },
    ],
    last: [
      { latin: 'Sato', home: '佐藤', also: ['Satoh', 'Satō'] },
      { latin: 'Suzuki', home: '鈴木' },
      { latin: 'Ono', home: '小野', also: ['Ohno'] },
      { latin: 'Watanabe', home: '渡辺', also: ['Watanabe'] },
    ],
  },
  ar: {
    first: [
      { latin: 'Mohammed', home: 'محمد', also: ['Muhammad', 'Mohamed'] },
      { latin: 'Layla', home: 'ليلى', also: ['Leila'] },
      { latin: 'Yousef', home: 'يوسف', also: ['Youssef'] },
      { latin: 'Hessa', home: 'حصة' },
    ],
    last: [
      { latin: 'Al-Mutairi', home: 'المطيري', also: ['Almutairi'] },
      { latin: 'Al-Rashid', home: 'الرشيد', also: ['Alrashid'] },
      { latin: 'Haddad', home: 'حداد' },
    ],
  },
};

export const TITLES: readonly string[] = [
  'Head of Purchasing',
  'CEO',
  'Chief Financial Officer',
  'Operations Manager',
  'Fleet Manager',
  'IT Director',
  'Office Manager',
  'Buyer',
  'Marketing Specialist',
  'VP Sales',
  'Owner',
  'Assistant',
];
