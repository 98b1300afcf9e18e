import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Found, foundIn } from './found.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const NOW = new Date(2026, 10, 21, 9, 0);
const named = (text: string, kind: Found['kind'], language: 'en' | 'es' | 'ru' = 'en') =>
  foundIn(text, language, NOW).flatMap((each) => (each.kind === kind ? [each] : []));
const amounts = (text: string) => named(text, 'amount').map((each) => each.kind === 'amount' && [each.amount, each.currencies[0]]);
const values = (text: string, kind: 'phone' | 'email') => named(text, kind).map((each) => each.kind === kind && each.value);

describe('foundIn reads amounts', () => {
  it.each<[string, [number, string][]]>([
    ['They can pay $48,200.50 now', [[48_200.5, 'USD']]],
    ['Budget is USD 48,200', [[48_200, 'USD']]],
    [
      'offer of 12k EUR, later €1.5m',
      [
        [12_000, 'EUR'],
        [1_500_000, 'EUR'],
      ],
    ],
    ['MX$ 420,000 for the fleet', [[420_000, 'MXN']]],
    ['1,250 pounds', [[1250, 'GBP']]],
    ['Acordamos 48.200,50 € para el lote', [[48_200.5, 'EUR']]],
    ['El total es de 15 mil pesos', [[15_000, 'MXN']]],
    ['2 millones de dólares', [[2_000_000, 'USD']]],
    ['presupuesto: 1.500 euros', [[1500, 'EUR']]],
    ['Договорились на 48 200 руб.', [[48_200, 'RUB']]],
    ['Бюджет 1,2 млн рублей', [[1_200_000, 'RUB']]],
    [
      '15 тыс. руб., потом 300 ₽',
      [
        [15_000, 'RUB'],
        [300, 'RUB'],
      ],
    ],
    ['от 5 000 долларов', [[5000, 'USD']]],
  ])('in %j', (text, wanted) => {
    expect(amounts(text)).toEqual(wanted);
  });

  it.each(['48,200 tyres', 'room 300', 'grew by $5%', 'in 2027', '15 mil llantas', '3 км', 'EUR', '$'])('and none in %j', (text) => {
    expect(amounts(text)).toEqual([]);
  });
});

describe('foundIn reads phones', () => {
  it.each([
    ['New mobile +52 81 8765 4321, please', '+52 81 8765 4321'],
    ['call (212) 555-0147', '(212) 555-0147'],
    ['her number is 212-555-0147.', '212-555-0147'],
    ['phone: 5550147', '5550147'],
    ['su móvil es 612 345 678', '612 345 678'],
    ['tel. 81 1234 5678', '81 1234 5678'],
    ['телефон 8 (495) 123-45-67', '8 (495) 123-45-67'],
    ['тел: 84951234567', '84951234567'],
    ['+7 916 123-45-67', '+7 916 123-45-67'],
    ['8 800 555 35 35', '8 800 555 35 35'],
  ])('in %j', (text, wanted) => {
    expect(values(text, 'phone')).toEqual([wanted]);
  });

  it.each([
    'order 12345678',
    'on 2026-11-23',
    '23.11.2026 at 10:00',
    '1 000 000 tyres',
    'ИНН 7707083893',
    'invoice INV-2026-000123',
    '$ 1 250 000',
    '10:00-11:30',
    'IP 192.168.100.200',
    '1, 2, 3, 4, 5, 6, 7',
    'RFC LNO960101AB1',
    '5-7-9-11',
  ])('and none in %j', (text) => {
    expect(values(text, 'phone')).toEqual([]);
  });
});

it('foundIn reads e-mails without the signs around them', () => {
  expect(values('Write to <ana.perez+bids@llantas-norte.mx>, or петр@почта.рф.', 'email')).toEqual([
    'ana.perez+bids@llantas-norte.mx',
    'петр@почта.рф',
  ]);
  expect(values('see @ana or a@b', 'email')).toEqual([]);
});

describe('foundIn reads days', () => {
  it.each<['en' | 'es' | 'ru', string, string, Date]>([
    ['en', 'Agreed on net 45. Send the offer tomorrow 10:00. Nice talk', 'Send the offer', new Date(2026, 10, 22, 10, 0)],
    ['es', 'Todo bien. Enviar la oferta mañana a las 10:00', 'Enviar la oferta', new Date(2026, 10, 22, 10, 0)],
    ['ru', 'Всё хорошо. Отправить договор завтра в 10:00', 'Отправить договор', new Date(2026, 10, 22, 10, 0)],
  ])('in %s: %j', (language, text, title, at) => {
    expect(named(text, 'date', language)).toMatchObject([{ title, at: at.getTime(), allDay: false }]);
  });

  it.each(['Call her at +52 81 8765 4321', 'It costs $10.30', 'She likes the tyres'])('and none in %j', (text) => {
    expect(named(text, 'date')).toEqual([]);
  });

  it('keeps an amount in the title of its day', () => {
    expect(named('Send the offer of $5,000 tomorrow', 'date')).toMatchObject([{ title: 'Send the offer of $5,000' }]);
  });
});

it(`foundIn points into the text, in order, without overlaps, whatever is typed (seed ${seed})`, () => {
  const word = fc.constantFrom(
    '$5,000',
    '+52 81 8765 4321',
    'a@b.co',
    'tomorrow',
    '10:00',
    '1.500 €',
    'завтра',
    'mil',
    '.',
    '\n',
    '12 тыс. руб.',
    '(',
    '2026-11-23',
    '😀',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 12 }), (words) => {
      const text = words.join(' ');
      let at = 0;
      for (const { start, end } of foundIn(text, 'en', NOW)) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        at = end;
      }
    }),
    { seed, numRuns: 60 },
  );
});
