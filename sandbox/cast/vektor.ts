import { activity, company, deal, type Family, person } from './family.ts';
import type { Moments } from './moments.ts';

/** Иван Петров of «Вектор»: Latin in two systems, Cyrillic in two, a Kuznetsov-sized trap of namesakes at other firms. */
export function vektor(m: Moments): Family {
  const place = { country: 'RU', city: 'Москва' };
  return {
    companies: [
      company(
        'vektor',
        m,
        { ...place, currency: 'RUB', domain: 'vektor-msk.ru', phone: '+7 495 123-45-00', industry: 'Manufacturing', employees: 85 },
        [
          { system: 'hubspot', name: 'Vektor LLC', city: 'Moscow' },
          { system: 'salesforce', name: 'Vektor', city: 'Moscow' },
          { system: 'pipedrive', name: 'ООО "Вектор"' },
          { system: 'amocrm', name: 'ООО «Вектор»', phone: '8 (495) 123-45-00' },
        ],
      ),
      company(
        'vektor-plus',
        m,
        {
          country: 'RU',
          city: 'Казань',
          currency: 'RUB',
          domain: 'vektorplus-kzn.ru',
          phone: '+7 843 200-11-22',
          industry: 'Retail',
          employees: 12,
        },
        [
          { system: 'amocrm', name: 'ООО «Вектор Плюс»' },
          { system: 'salesforce', name: 'Vektor Plus' },
        ],
      ),
    ],
    people: [
      person('ivan-petrov', 'vektor', m, { ...place, title: 'Коммерческий директор' }, [
        {
          system: 'amocrm',
          firstName: 'Иван',
          lastName: 'Петров',
          emails: ['ivan.petrov@vektor-msk.ru'],
          phones: ['8 (495) 123-45-67'],
          custom: { language: 'ru', source: 'Выставка', pageViews: 11, emailOpens: 5 },
        },
        {
          system: 'hubspot',
          firstName: 'Ivan',
          lastName: 'Petrov',
          emails: ['ivan.petrov@vektor-msk.ru'],
          phones: ['+7 495 123-45-67'],
          title: 'Commercial Director',
          city: 'Moscow',
          custom: { language: 'ru', pageViews: 8, visits: 3, emailOpens: 2 },
        },
        {
          system: 'salesforce',
          firstName: 'Ivan',
          lastName: 'Petrov',
          emails: ['I.Petrov@vektor-msk.ru'],
          phones: ['+74951234567'],
          title: 'Sales Director',
          city: 'Moscow',
        },
        {
          system: 'pipedrive',
          firstName: 'Иван Сергеевич',
          lastName: 'Петров',
          emails: ['ivan.s.petrov@mail.ru'],
          phones: ['+7 495 123-45-67'],
        },
      ]),
      person('ivan-petrov-kazan', 'vektor-plus', m, { country: 'RU', city: 'Казань', title: 'Закупщик' }, [
        { system: 'amocrm', firstName: 'Иван', lastName: 'Петров', emails: ['petrov@vektorplus-kzn.ru'], phones: ['+7 843 200-11-33'] },
        { system: 'salesforce', firstName: 'Ivan', lastName: 'Petrov', emails: ['petrov@vektorplus-kzn.ru'], phones: ['+7 843 200-11-33'] },
      ]),
      person('anna-petrova', 'vektor', m, { ...place, title: 'Бухгалтер', phones: ['+7 495 123-45-00'] }, [
        { system: 'amocrm', firstName: 'Анна', lastName: 'Петрова', emails: ['buh@vektor-msk.ru'] },
        { system: 'pipedrive', firstName: 'Анна', lastName: 'Петрова', emails: ['buh@vektor-msk.ru'] },
      ]),
    ],
    deals: [
      deal('stanki', 'amocrm', m, {
        title: 'Станки, партия 2',
        companyKey: 'vektor',
        personKeys: ['ivan-petrov', 'anna-petrova'],
        amountMinor: 187_500_000,
        currency: 'RUB',
        stageIndex: 3,
        closeAt: m.inDays(11),
      }),
      deal('vektor-spares', 'hubspot', m, {
        title: 'Spare parts contract',
        companyKey: 'vektor',
        personKeys: ['ivan-petrov'],
        amountMinor: 1_250_000,
        currency: 'EUR',
        stageIndex: 1,
        closeAt: m.inDays(40),
      }),
      deal('vektor-service', 'salesforce', m, {
        title: 'Service level upgrade',
        companyKey: 'vektor',
        personKeys: ['ivan-petrov'],
        amountMinor: 34_000_000,
        currency: 'RUB',
        stageIndex: 2,
        closeAt: m.inDays(33),
      }),
      deal('vektor-training', 'pipedrive', m, {
        title: 'Обучение операторов',
        companyKey: 'vektor',
        personKeys: ['ivan-petrov'],
        amountMinor: 9_900_000,
        currency: 'RUB',
        stageIndex: 0,
        closeAt: m.inDays(25),
      }),
    ],
    activities: [
      activity('ivan-call', 'amocrm', 'call', m.daysAgo(1, 2), {
        personKey: 'ivan-petrov',
        companyKey: 'vektor',
        text: 'Просит скидку 5 %',
        direction: 'in',
        durationMs: 254_000,
        outcome: 'Дозвонились',
      }),
      activity('ivan-task', 'amocrm', 'task', m.daysAgo(4), {
        personKey: 'ivan-petrov',
        title: 'Отправить договор',
        dueAt: m.inDays(1),
        done: false,
      }),
      activity('ivan-note', 'hubspot', 'note', m.daysAgo(6), {
        personKey: 'ivan-petrov',
        companyKey: 'vektor',
        text: 'Decision maker; speaks English. Контракт на подписи.',
      }),
    ],
  };
}
