import { applyMapping } from '../mapping/apply.ts';
import { MAPPABLE_OBJECTS, type MappableObject } from '../model/mapping.ts';
import type { Activity, Connection, System, SystemRecord, Tombstone } from './contract.ts';

/**
 * A system whose records have the rep's mapped fields in their places, whatever verb they come from. The vendor's folder only brings the
 * fields along (`mappedKeys`).
 */
export function mapped(system: System): System {
  const one = (record: SystemRecord, connection: Connection) => placed(system, record, connection);
  return {
    ...system,
    toRecord: (native, raw, connection) => one(system.toRecord(native, raw, connection), connection),
    find: async (keys, io) => (await system.find(keys, io)).map((record) => one(record, io.connection)),
    read: async (ref, io) => one(await system.read(ref, io), io.connection),
    related: async (ref, io, known) => (await system.related(ref, io, known)).map((record) => one(record, io.connection)),
    async changes(object, cursor, io) {
      const page = await system.changes(object, cursor, io);
      return { ...page, rows: page.rows.map((row) => (isRecord(row) ? one(row, io.connection) : row)) };
    },
  };
}

function placed({ mappable }: System, record: SystemRecord, { fieldMap, fieldOptions, currency }: Connection): SystemRecord {
  const { object } = record.ref;
  if (!fieldMap || !Object.hasOwn(MAPPABLE_OBJECTS, object) || MAPPABLE_OBJECTS[object as MappableObject] !== record.kind) return record;
  const native = mappable?.[object as MappableObject]?.native ?? '';
  const map = Object.hasOwn(fieldMap, native) ? fieldMap[native] : undefined;
  if (!map) return record;
  const options = fieldOptions?.[native] ?? {};
  const fields = Object.entries(map).map(([name, key]) => {
    const coded = Object.hasOwn(options, key) ? options[key] : undefined;
    return [name, { key, ...(coded && { options: coded }) }] as const;
  });
  return applyMapping(record, Object.fromEntries(fields), currency);
}

function isRecord(row: SystemRecord | Activity | Tombstone): row is SystemRecord {
  return 'custom' in row;
}
