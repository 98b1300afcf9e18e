/** The three groups of the fixed formula: who it is, what she did, what her company is. */
export type FactorGroup = 'demographic' | 'behavioural' | 'firmographic';

/** The factors, in the order they are shown. */
export const FACTORS = {
  companySize: 'demographic',
  industry: 'demographic',
  jobTitle: 'demographic',
  visits: 'behavioural',
  content: 'behavioural',
  emailEngagement: 'behavioural',
  calls: 'behavioural',
  meetings: 'behavioural',
  replies: 'behavioural',
  revenue: 'firmographic',
  location: 'firmographic',
  technologies: 'firmographic',
} as const satisfies Record<string, FactorGroup>;
export type FactorId = keyof typeof FACTORS;
/** The factors that are counts. */
export type CountId = 'visits' | 'content' | 'emailEngagement' | 'calls' | 'meetings' | 'replies';

/**
 * What makes a good lead, as plain data a rep can change. Words are stems in folded spelling (lower case, no accents,
 * Cyrillic in Latin letters), found at the start of a word; up to three letters (`coo`) only as a whole word.
 */
export interface LeadModel {
  /** Share of the total per group. */
  groupWeights: Readonly<Record<FactorGroup, number>>;
  /** Share within its group. */
  weights: Readonly<Record<FactorId, number>>;
  /** Full points inside; each doubling or halving beyond costs `perDoubling`. */
  employees: { min: number; max: number };
  /** In US dollars a year, major units. */
  revenue: { min: number; max: number };
  perDoubling: number;
  /** Rough units of a currency per US dollar: the order of magnitude is all the score needs. */
  unitsPerUsd: Readonly<Record<string, number>>;
  /** Points by seniority, highest first; the first level that fits counts. */
  seniority: readonly { id: string; score: number; stems: readonly string[] }[];
  /** Points of a title without any of these words. */
  otherTitle: number;
  /** Functions that buy, and what they add. */
  buyers: { stems: readonly string[]; bonus: number };
  industries: readonly string[];
  /** ISO 3166-1 alpha-2. */
  countries: readonly string[];
  technologies: readonly string[];
  /** Points of an industry, country or technology that is known but not wanted. */
  otherMatch: number;
  /** Wanted technologies for full points. */
  technologiesForFull: number;
  /** Counts for full points. */
  saturation: Readonly<Record<CountId, number>>;
  /** Opened e-mails that one clicked e-mail is worth. */
  opensPerClick: number;
}

const words = (text: string) => text.split(' ');

/** A B2B seller of the middle market; the settings let a rep change it. Group weights are the product's fixed formula. */
export const DEFAULT_LEAD_MODEL: LeadModel = {
  groupWeights: { demographic: 0.3, behavioural: 0.4, firmographic: 0.3 },
  weights: {
    companySize: 0.35,
    industry: 0.25,
    jobTitle: 0.4,
    visits: 0.15,
    content: 0.15,
    emailEngagement: 0.2,
    calls: 0.15,
    meetings: 0.2,
    replies: 0.15,
    revenue: 0.4,
    location: 0.3,
    technologies: 0.3,
  },
  employees: { min: 50, max: 1000 },
  revenue: { min: 5_000_000, max: 500_000_000 },
  perDoubling: 20,
  unitsPerUsd: {
    USD: 1,
    EUR: 0.9,
    GBP: 0.8,
    CHF: 0.9,
    CAD: 1.4,
    AUD: 1.5,
    MXN: 18,
    BRL: 5.5,
    ARS: 1000,
    CLP: 950,
    COP: 4000,
    PEN: 3.7,
    RUB: 90,
    KZT: 500,
    UAH: 41,
    BYN: 3.3,
    PLN: 4,
    CZK: 23,
    SEK: 10,
    NOK: 10.5,
    DKK: 6.8,
    TRY: 35,
    INR: 85,
    CNY: 7.2,
    JPY: 150,
    AED: 3.67,
  },
  seniority: [
    {
      id: 'assistant',
      score: 20,
      stems: ['assistant to', 'intern', 'trainee', 'becari', 'practicante', 'stajer', 'pomoshnik', 'praktikant'],
    },
    {
      id: 'top',
      score: 100,
      stems: [
        ...words('ceo cfo coo cto cio cpo cmo chief founder owner president presidente propietari fundador dueno geschaftsfuhrer inhaber'),
        ...[
          'managing director',
          'director general',
          'directora general',
          'gerente general',
          'generalnii direktor',
          'sobstvennik',
          'vladelec',
          'vladelets',
          'osnovatel',
          'uchreditel',
        ],
      ],
    },
    {
      id: 'head',
      score: 85,
      stems: [
        ...words('director directora direktor vp svp evp head leiter rukovoditel nachalnik jefe jefa'),
        'vice president',
        'vicepresident',
        'einkaufsleiter',
        'zamestitel direktora',
        'glavnii',
      ],
    },
    {
      id: 'manager',
      score: 60,
      stems: words('manager gerente lead supervisor responsable coordinador encargad menedjer menedzher teamleiter'),
    },
    { id: 'assistant', score: 20, stems: words('assistant assistent asistente sekretar secretari') },
    {
      id: 'specialist',
      score: 40,
      stems: words(
        'engineer ingenier specialist especialista analyst analista consultant spetsialist injener inzhener buchhalter buhgalter contable accountant',
      ),
    },
  ],
  otherTitle: 35,
  buyers: {
    stems: words(
      'purchas procure buyer sourcing supply compras compra adquisicion comprador abastecimiento zakup snabjen snabzhen einkauf finance finanz financ operations operaciones',
    ),
    bonus: 15,
  },
  industries: words(
    'software technolog tecnolog informati computer internet manufactur industrial fabrica proizvodstv wholesale mayorista optov retail comercio roznich torgovl logist transport distribu construc stroitel automot auto machinery maquinaria energy energia energet pharma farma health salud zdravoohr food aliment pishev financ bank consult',
  ),
  countries: words('US CA GB IE DE AT CH FR ES PT IT NL BE LU DK SE NO FI PL CZ MX CO CL PE AR UY BR CR PA DO EC GT RU KZ BY AM GE'),
  technologies: words(
    'salesforce hubspot pipedrive amocrm kommo zoho dynamics sap oracle netsuite odoo bitrix 1c shopify magento wordpress aws azure google',
  ),
  otherMatch: 40,
  technologiesForFull: 3,
  saturation: { visits: 20, content: 5, emailEngagement: 15, calls: 6, meetings: 4, replies: 5 },
  opensPerClick: 3,
};
