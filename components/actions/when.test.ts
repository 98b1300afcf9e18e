import { describe, expect, it } from 'vitest';
import type { Language } from '../words/i18n.ts';
import { findPriority, findWhen, titleOf } from './when.ts';

/** Wednesday, 18 November 2026, 15:30 local. */
const NOW = new Date(2026, 10, 18, 15, 30);
const at = (month: number, day: number, hour: number, minute = 0) => new Date(2026, month - 1, day, hour, minute).getTime();
const DAY = 12;

const CASES: [Language, string, number, boolean, string][] = [
  ['en', 'Call Ana tomorrow 10:00', at(11, 19, 10), false, 'Call Ana'],
  ['en', 'Send revised quote, net 45, monday 10:00', at(11, 23, 10), false, 'Send revised quote, net 45'],
  ['en', 'Call on friday', at(11, 20, DAY), true, 'Call'],
  ['en', 'tomorrow at 5pm call Ana', at(11, 19, 17), false, 'call Ana'],
  ['en', 'Check the contract in 2 hours', at(11, 18, 17, 30), false, 'Check the contract'],
  ['en', 'Ping the day after tomorrow at 9', at(11, 20, 9), false, 'Ping'],
  ['en', 'Call back tomorrow morning', at(11, 19, 9), false, 'Call back'],
  ['en', 'Offer by Nov 23', at(11, 23, DAY), true, 'Offer'],
  ['en', 'Call tonight', at(11, 18, 20), false, 'Call'],
  ['en', 'Follow up in 3 days', at(11, 21, DAY), true, 'Follow up'],
  ['en', 'Call next week', at(11, 25, DAY), true, 'Call'],
  ['en', 'Call at 9', at(11, 19, 9), false, 'Call'],
  ['es', 'Llamar mañana a las 10', at(11, 19, 10), false, 'Llamar'],
  ['es', 'Llamar mañana 10:00', at(11, 19, 10), false, 'Llamar'],
  ['es', 'Enviar cotización el lunes a las 9', at(11, 23, 9), false, 'Enviar cotización'],
  ['es', 'Llamar pasado mañana', at(11, 20, DAY), true, 'Llamar'],
  ['es', 'Llamar mañana por la mañana', at(11, 19, 9), false, 'Llamar'],
  ['es', 'Llamar mañana por la tarde', at(11, 19, 15), false, 'Llamar'],
  ['es', 'Llamar mañana a las 5 de la tarde', at(11, 19, 17), false, 'Llamar'],
  ['es', 'Revisar la próxima semana', at(11, 25, DAY), true, 'Revisar'],
  ['es', 'Llamar en 2 horas', at(11, 18, 17, 30), false, 'Llamar'],
  ['es', 'Visita 23 de noviembre a las 10', at(11, 23, 10), false, 'Visita'],
  ['es', 'Llamar mañana 10h', at(11, 19, 10), false, 'Llamar'],
  ['es', 'Llamar el viernes', at(11, 20, DAY), true, 'Llamar'],
  ['ru', 'Позвонить завтра в 10:00', at(11, 19, 10), false, 'Позвонить'],
  ['ru', 'Позвонить завтра в 10', at(11, 19, 10), false, 'Позвонить'],
  ['ru', 'Отправить счёт послезавтра в 9', at(11, 20, 9), false, 'Отправить счёт'],
  ['ru', 'Встреча в понедельник в 10:00', at(11, 23, 10), false, 'Встреча'],
  ['ru', 'Встреча во вторник в 9:30', at(11, 24, 9, 30), false, 'Встреча'],
  ['ru', 'Позвонить через 2 часа', at(11, 18, 17, 30), false, 'Позвонить'],
  ['ru', 'Позвонить завтра утром', at(11, 19, 9), false, 'Позвонить'],
  ['ru', 'Позвонить завтра в 5 вечера', at(11, 19, 17), false, 'Позвонить'],
  ['ru', 'Оплата до 23.11', at(11, 23, DAY), true, 'Оплата'],
  ['ru', 'Позвонить в пятницу', at(11, 20, DAY), true, 'Позвонить'],
  ['ru', 'Подготовить договор к пятнице', at(11, 20, DAY), true, 'Подготовить договор'],
  ['ru', 'Ответ ко вторнику', at(11, 24, DAY), true, 'Ответ'],
  ['ru', 'Позвонить 23 ноября в 10:00', at(11, 23, 10), false, 'Позвонить'],
  ['ru', 'Напомнить через неделю', at(11, 25, DAY), true, 'Напомнить'],
];

describe('findWhen', () => {
  for (const [language, text, due, allDay, title] of CASES) {
    it(`finds the moment in "${text}"`, () => {
      const when = findWhen(text, language, NOW);
      expect(when && new Date(when.at).toString()).toBe(new Date(due).toString());
      expect(when?.allDay).toBe(allDay);
      expect(titleOf(text, when ? [when] : [])).toBe(title);
    });
  }

  it('reads another language than the interface speaks when that explains more of the line', () => {
    expect(findWhen('Позвонить завтра в 10:00', 'en', NOW)?.at).toBe(at(11, 19, 10));
    expect(findWhen('Llamar mañana a las 10', 'ru', NOW)?.at).toBe(at(11, 19, 10));
    expect(findWhen('Call tomorrow 10:00', 'es', NOW)?.at).toBe(at(11, 19, 10));
  });

  it('finds nothing when the line holds no date', () => {
    for (const text of [
      'Send 2 samples to Ana',
      'Review the May report',
      'Послать 2 образца',
      'Enviar 3 muestras',
      '',
      'Call about yesterday',
    ])
      for (const language of ['en', 'es', 'ru'] as const) expect(findWhen(text, language, NOW)).toBeUndefined();
  });

  it('goes forward when the day or time has passed', () => {
    expect(findWhen('call at 9:00', 'en', NOW)?.at).toBe(at(11, 19, 9));
    expect(findWhen('оплата 05.02', 'ru', NOW)?.at).toBe(new Date(2027, 1, 5, DAY).getTime());
  });

  it('stays quick and silent when the line is 100 000 characters long', () => {
    expect(() => findWhen('tomorrow '.repeat(12_000), 'en', NOW)).not.toThrow();
  });
});

describe('findPriority', () => {
  it('reads the mark in three languages and leaves the title', () => {
    for (const text of ['Call !high', 'Call !alta', 'Call !важно']) {
      const found = findPriority(text);
      expect(found?.priority).toBe('high');
      expect(titleOf(text, found ? [found] : [])).toBe('Call');
    }
    expect(findPriority('Great news!')).toBeUndefined();
  });
});
