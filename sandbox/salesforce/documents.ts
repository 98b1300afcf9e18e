import { Refusal } from './answers.ts';
import type { Org } from './org.ts';
import type { Row, Value } from './tables.ts';

/** A note is a document with one version; all three appear at once. */
export function insertNote(org: Org, values: Readonly<Record<string, Value | undefined>>): Row {
  const encoded = typeof values.Content === 'string' ? values.Content : '';
  const html = decoded(encoded);
  const id = org.tables.nextId('ContentNote');
  const version = org.tables.nextId('ContentVersion');
  const common = { ...values, FileType: 'SNOTE', LatestPublishedVersionId: version, TextPreview: preview(html) };
  org.noteContents.set(id, html);
  org.tables.insert('ContentVersion', { ...common, ContentDocumentId: id, PathOnClient: `${values.Title}.snote` }, version);
  org.tables.insert('ContentDocument', { ...common, FileExtension: 'snote', ContentSize: html.length }, id);
  const content = `/services/data/v67.0/sobjects/ContentNote/${id}/Content`;
  return org.tables.insert('ContentNote', { ...common, Content: content }, id);
}

function decoded(base64: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
  } catch {
    throw new Refusal(400, 'INVALID_FIELD', "Note Can't Be Saved. Note content contains invalid characters.", ['Content']);
  }
}

/** The first 255 characters of the note's text. */
function preview(html: string): string {
  const text = html.replace(/<br\s*\/?>|<\/p>/gi, '\n').replace(/<[^>]*>/g, '');
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => names[name] ?? '')
    .trim()
    .slice(0, 255);
}

/** A file: the document appears with its first version, linked to where it was published. */
export function insertVersion(org: Org, values: Readonly<Record<string, Value | undefined>>): Row {
  const { VersionData, FirstPublishLocationId, PathOnClient, ...common } = values;
  const path = String(PathOnClient ?? '');
  const FileExtension = /\.(\w+)$/.exec(path)?.[1] ?? null;
  const size = decodedLength(String(VersionData ?? ''));
  const facts = {
    ...common,
    Title: values.Title ?? path,
    FileExtension,
    FileType: (FileExtension ?? 'unknown').toUpperCase(),
    ContentSize: size,
  };
  const documentId = org.tables.nextId('ContentDocument');
  const version = org.tables.insert('ContentVersion', { ...facts, PathOnClient: path, ContentDocumentId: documentId });
  org.tables.insert('ContentDocument', { ...facts, LatestPublishedVersionId: version.Id }, documentId);
  if (typeof FirstPublishLocationId === 'string')
    org.tables.insert('ContentDocumentLink', {
      ContentDocumentId: documentId,
      LinkedEntityId: FirstPublishLocationId,
      ShareType: 'V',
      Visibility: 'AllUsers',
    });
  return version;
}

function decodedLength(base64: string): number {
  try {
    return atob(base64).length;
  } catch {
    throw new Refusal(400, 'JSON_PARSER_ERROR', 'Cannot deserialize instance of base64 from VALUE_STRING value');
  }
}
