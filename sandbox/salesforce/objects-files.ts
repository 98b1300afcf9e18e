import { type SObjectType, type } from './object-type.ts';

/** Enhanced notes and files, which are documents both, and attachments of the old kind. */
export const FILES = {
  ContentNote: type('ContentNote', 'Note', {
    fields: {
      Title: 'string',
      Content: 'base64',
      TextPreview: 'string',
      OwnerId: 'reference',
      FileType: 'string',
      LatestPublishedVersionId: 'reference',
    },
    parents: { Owner: { field: 'OwnerId', type: 'User' } },
    required: ['Title'],
    readOnly: ['TextPreview', 'FileType', 'LatestPublishedVersionId'],
  }),
  ContentDocument: type('ContentDocument', 'Content Document', {
    fields: {
      Title: 'string',
      FileType: 'string',
      FileExtension: 'string',
      ContentSize: 'int',
      OwnerId: 'reference',
      LatestPublishedVersionId: 'reference',
    },
    parents: {
      Owner: { field: 'OwnerId', type: 'User' },
      LatestPublishedVersion: { field: 'LatestPublishedVersionId', type: 'ContentVersion' },
    },
    createable: false,
  }),
  ContentVersion: type('ContentVersion', 'Content Version', {
    fields: {
      Title: 'string',
      ContentDocumentId: 'reference',
      TextPreview: 'string',
      FileType: 'string',
      FileExtension: 'string',
      ContentSize: 'int',
      PathOnClient: 'string',
      VersionData: 'base64',
      FirstPublishLocationId: 'reference',
      OwnerId: 'reference',
    },
    required: ['PathOnClient', 'VersionData'],
    readOnly: ['TextPreview', 'FileType', 'FileExtension', 'ContentSize'],
  }),
  ContentDocumentLink: type('ContentDocumentLink', 'Content Document Link', {
    fields: { ContentDocumentId: 'reference', LinkedEntityId: 'reference', ShareType: 'picklist', Visibility: 'picklist' },
    parents: { ContentDocument: { field: 'ContentDocumentId', type: 'ContentDocument' } },
    required: ['ContentDocumentId', 'LinkedEntityId'],
  }),
  Attachment: type('Attachment', 'Attachment', {
    fields: {
      Name: 'string',
      ParentId: 'reference',
      ContentType: 'string',
      BodyLength: 'int',
      IsPrivate: 'boolean',
      Description: 'string',
      OwnerId: 'reference',
    },
    parents: { Owner: { field: 'OwnerId', type: 'User' } },
    createable: false,
  }),
} satisfies Readonly<Record<string, SObjectType>>;
