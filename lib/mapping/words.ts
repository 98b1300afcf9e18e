import type { CanonicalField, MappableKind } from '../model/mapping.ts';

/**
 * How people and vendors call each field: English, Spanish, Russian, and the API names that say something else than the label. Compared
 * folded (`lib/identity/fold.ts`): case, accents, script, blanks and punctuation do not matter.
 */
export const NAMES: Readonly<Record<CanonicalField, readonly string[]>> = {
  name: ['name', 'full name', 'display name', 'nombre', 'nombre completo', 'nombre y apellidos', 'имя', 'полное имя', 'фио', 'ф.и.о.'],
  firstName: ['first name', 'given name', 'forename', 'nombre', 'nombre de pila', 'primer nombre', 'имя'],
  lastName: ['last name', 'surname', 'family name', 'apellido', 'apellidos', 'primer apellido', 'фамилия'],
  emails: [
    ...['email', 'email address', 'mail', 'emailaddress1', 'emailaddress2', 'secondary email', 'additional email', 'alternative email'],
    ...['work email', 'business email', 'personal email', 'private email', 'support email', 'other email', 'email id'],
    ...['correo', 'correo electrónico', 'email secundario', 'correo secundario', 'correo alternativo', 'correo electrónico alternativo'],
    ...['correo de trabajo', 'correo corporativo', 'correo personal', 'dirección de correo', 'dirección de correo electrónico'],
    ...['почта', 'электронная почта', 'эл. почта', 'адрес электронной почты', 'имейл', 'рабочая почта', 'рабочий email', 'личная почта'],
    ...['дополнительная почта', 'дополнительный email'],
  ],
  phones: [
    ...['phone', 'phone number', 'telephone', 'telephone1', 'telephone2', 'mobile', 'mobile phone', 'mobile number', 'cell', 'cell phone'],
    ...['work phone', 'office phone', 'business phone', 'direct line', 'direct phone', 'direct dial', 'home phone', 'other phone'],
    ...['whatsapp', 'whatsapp number', 'whatsapp phone number', 'switchboard', 'contact number', 'work number'],
    ...['teléfono', 'teléfono fijo', 'teléfono móvil', 'móvil', 'celular', 'número de teléfono', 'teléfono de trabajo', 'teléfono directo'],
    ...[
      'телефон',
      'номер телефона',
      'мобильный',
      'мобильный телефон',
      'рабочий телефон',
      'сотовый',
      'сотовый телефон',
      'городской телефон',
    ],
    ...['контактный телефон', 'дополнительный телефон'],
  ],
  title: [
    ...['title', 'job title', 'position', 'job position', 'role', 'job role', 'designation', 'occupation'],
    ...['cargo', 'puesto', 'puesto de trabajo', 'título del puesto', 'rol', 'función', 'ocupación', 'profesión'],
    ...['должность', 'позиция', 'роль', 'профессия'],
  ],
  companyName: [
    ...['company', 'company name', 'account name', 'organization', 'organization name', 'organisation', 'organisation name', 'employer'],
    ...['empresa', 'nombre de la empresa', 'compañía', 'nombre de la compañía', 'organización', 'razón social'],
    ...['компания', 'название компании', 'организация', 'название организации', 'наименование организации', 'работодатель'],
  ],
  city: [
    ...['city', 'town', 'locality', 'city name', 'mailing city', 'billing city', 'shipping city', 'home city', 'address1 city'],
    ...['ciudad', 'localidad', 'población', 'municipio', 'ciudad fiscal', 'ciudad de facturación'],
    ...['город', 'населенный пункт', 'населённый пункт'],
  ],
  country: [
    ...['country', 'country name', 'country region', 'mailing country', 'billing country', 'shipping country', 'country of residence'],
    ...['address1 country', 'país', 'país de residencia', 'país de facturación', 'страна', 'страна проживания'],
  ],
  industry: [
    ...['industry', 'industry type', 'industry sector', 'sector', 'business sector', 'vertical', 'line of business', 'field of business'],
    ...['industria', 'sector de actividad', 'actividad', 'actividad económica', 'giro', 'giro comercial', 'rubro', 'ramo'],
    ...['отрасль', 'сфера деятельности', 'вид деятельности', 'область деятельности', 'направление деятельности', 'индустрия', 'сектор'],
  ],
  employees: [
    ...['employees', 'number of employees', 'numemployees', 'numberofemployees', 'employee count', 'headcount', 'staff', 'staff count'],
    ...['staff size', 'company size', 'team size', 'workforce'],
    ...['empleados', 'número de empleados', 'cantidad de empleados', 'plantilla', 'trabajadores', 'número de trabajadores'],
    ...['tamaño de la empresa', 'количество сотрудников', 'число сотрудников', 'сотрудников', 'сотрудники', 'численность'],
    ...['численность персонала', 'численность сотрудников', 'штат', 'размер компании'],
  ],
  revenue: [
    ...['revenue', 'annual revenue', 'yearly revenue', 'turnover', 'annual turnover', 'annual sales', 'yearly turnover', 'sales turnover'],
    ...['ingresos', 'ingresos anuales', 'facturación', 'facturación anual', 'ventas anuales', 'volumen de negocio'],
    ...['выручка', 'годовая выручка', 'оборот', 'годовой оборот', 'оборот за год', 'выручка за год', 'годовой доход'],
  ],
  technologies: [
    ...['technologies', 'technologies used', 'technology', 'web technologies', 'tech stack', 'technology stack', 'software used'],
    ...['tecnologías', 'tecnología', 'tecnologías web', 'tecnologías utilizadas', 'software utilizado'],
    ...['технологии', 'используемые технологии', 'стек технологий', 'технологический стек'],
  ],
  websiteVisits: [
    ...['website visits', 'web visits', 'site visits', 'visits', 'number of visits', 'number of sessions', 'web sessions', 'sessions'],
    ...['page views', 'pageviews', 'number of page views', 'analytics num visits', 'analytics num page views'],
    ...['visitas', 'visitas web', 'visitas a la web', 'visitas al sitio', 'visitas al sitio web', 'número de visitas', 'páginas vistas'],
    ...['посещения', 'посещения сайта', 'визиты', 'визиты на сайт', 'количество визитов', 'просмотры страниц', 'просмотры сайта'],
  ],
  contentDownloads: [
    ...['content downloads', 'downloads', 'number of downloads', 'files downloaded', 'num conversion events', 'form submissions'],
    ...[
      'descargas',
      'descargas de contenido',
      'número de descargas',
      'загрузки',
      'скачивания',
      'скачивания материалов',
      'загрузки контента',
    ],
  ],
  emailsOpened: [
    ...['emails opened', 'email opens', 'email open', 'opens', 'opened emails', 'marketing emails opened', 'number of email opens'],
    ...['correos abiertos', 'emails abiertos', 'aperturas de correo', 'aperturas', 'открытые письма', 'открытия писем', 'открыто писем'],
  ],
  emailsClicked: [
    ...['emails clicked', 'email clicks', 'email click', 'clicked emails', 'marketing emails clicked', 'number of email clicks'],
    ...['clics en correos', 'clics en emails', 'correos con clic', 'clics', 'клики в письмах', 'клики по письмам', 'переходы из писем'],
  ],
  replies: [
    ...['replies', 'email replies', 'emails replied', 'email replied', 'number of replies', 'responses'],
    ...['respuestas', 'respuestas a correos', 'correos respondidos', 'ответы', 'ответы на письма', 'количество ответов'],
  ],
  leadScore: [
    ...[
      'lead score',
      'leadscore',
      'score',
      'scoring',
      'lead scoring',
      'lead rating score',
      'sidelight score',
      'contact score',
      'hubspotscore',
    ],
    ...['puntuación', 'puntuación del lead', 'puntuación de lead', 'puntaje', 'puntaje del lead', 'calificación del lead'],
    ...['оценка лида', 'скоринг', 'скоринг лида', 'балл лида', 'баллы лида', 'рейтинг лида', 'скор'],
  ],
  domains: [
    ...[
      'website',
      'web site',
      'site',
      'domain',
      'domain name',
      'company domain name',
      'web',
      'url',
      'home page',
      'homepage',
      'website url',
    ],
    ...['web address', 'websiteurl', 'sitio', 'sitio web', 'página web', 'web corporativa', 'dominio'],
    ...['сайт', 'веб сайт', 'вебсайт', 'адрес сайта', 'сайт компании', 'домен'],
  ],
  taxId: [
    ...[
      'tax id',
      'tax number',
      'taxid',
      'tax identification number',
      'vat',
      'vat id',
      'vat number',
      'vat registration number',
      'ein',
      'tin',
    ],
    ...[
      'rfc',
      'nif',
      'cif',
      'cuit',
      'nit',
      'rut',
      'ruc',
      'cnpj',
      'número fiscal',
      'identificación fiscal',
      'número de identificación fiscal',
    ],
    ...['инн', 'налоговый номер', 'идентификационный номер налогоплательщика'],
  ],
  amount: [
    ...['amount', 'value', 'deal value', 'deal amount', 'deal size', 'contract value', 'contract amount', 'total amount', 'total value'],
    ...['opportunity amount', 'estimated value', 'estimatedvalue', 'budget', 'price', 'sum'],
    ...['importe', 'importe total', 'monto', 'monto total', 'valor', 'valor del negocio', 'valor del contrato', 'presupuesto', 'precio'],
    ...['сумма', 'сумма сделки', 'сумма договора', 'сумма контракта', 'бюджет', 'бюджет сделки', 'стоимость', 'цена'],
  ],
  closeAt: [
    ...['close date', 'closing date', 'closedate', 'expected close date', 'expected closing date', 'estimated close date'],
    ...['estimatedclosedate', 'fecha de cierre', 'fecha prevista de cierre', 'fecha estimada de cierre', 'fecha de cierre esperada'],
    ...[
      'cierre previsto',
      'cierre esperado',
      'дата закрытия',
      'планируемая дата закрытия',
      'ожидаемая дата закрытия',
      'дата закрытия сделки',
    ],
    ...['плановая дата закрытия'],
  ],
  probabilityPct: [
    ...['probability', 'win probability', 'close probability', 'closeprobability', 'deal probability', 'probability percent', 'chance'],
    ...['probabilidad', 'probabilidad de cierre', 'probabilidad de éxito'],
    ...['вероятность', 'вероятность сделки', 'вероятность закрытия', 'вероятность успеха', 'вероятность выигрыша'],
  ],
};

/** What a record calls its own name, which means nothing on another kind. */
export const OWN_NAMES: Readonly<Record<MappableKind, readonly string[]>> = {
  person: ['contact name', 'lead name', 'person name', 'nombre del contacto', 'имя контакта'],
  company: [
    'company name',
    'account name',
    'organization name',
    'nombre de la empresa',
    'razón social',
    'название компании',
    'название',
    'наименование',
  ],
  deal: ['deal name', 'deal title', 'title', 'opportunity name', 'nombre del negocio', 'название сделки', 'название', 'título'],
};

/** Words that add nothing to a name: articles, the word "field", the kind of record the field is on anyway. */
export const EMPTY_WORDS = new Set(
  [
    'of the a an to for in field custom value no main primary current contact person customer client account company organization',
    'organisation lead deal opportunity percent total num number our',
    'de del la las los el en campo principal actual contacto persona cliente empresa compañía organización negocio oportunidad valor número cantidad',
    'поле основной основная основное основные контакта клиента компании организации лида сделки персоны сотрудника текущий текущая количество число кол во',
  ]
    .join(' ')
    .split(' '),
);

/** Words that make it another person's field, or one about a field instead of the field: never taken for the word beside them. */
export const OTHER_WORDS = new Set(
  [
    'assistant asst manager owner spouse partner referrer agent owneremail fax opt optout out bounce bounced quarantined domain type status',
    'date time last first created updated modified by id currency code ip average delivered reason label source template consent unsubscribed',
    'asistente gerente propietario cónyuge responsable estado fecha última último motivo moneda código acepta tipo origen',
    'ассистента менеджера менеджер ответственный супруга дата причина код валюта статус тип источник согласие согласен последний последняя',
  ]
    .join(' ')
    .split(' '),
);
