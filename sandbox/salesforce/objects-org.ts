import { type SObjectType, type } from './object-type.ts';

/** Users, the org itself, and its lists of values. */
export const ORG = {
  User: type('User', 'User', {
    fields: {
      Name: 'string',
      FirstName: 'string',
      LastName: 'string',
      Email: 'email',
      Username: 'string',
      IsActive: 'boolean',
      UserType: 'picklist',
      TimeZoneSidKey: 'picklist',
    },
    parents: {},
    createable: false,
  }),
  Organization: type('Organization', 'Organization', {
    fields: { Name: 'string', InstanceName: 'string', IsSandbox: 'boolean', OrganizationType: 'picklist' },
    createable: false,
  }),
  OpportunityStage: type('OpportunityStage', 'Opportunity Stage', {
    fields: {
      MasterLabel: 'string',
      ApiName: 'string',
      SortOrder: 'int',
      IsActive: 'boolean',
      IsClosed: 'boolean',
      IsWon: 'boolean',
      DefaultProbability: 'percent',
      ForecastCategoryName: 'picklist',
    },
    createable: false,
  }),
  TaskStatus: type('TaskStatus', 'Task Status Value', {
    fields: { MasterLabel: 'string', ApiName: 'string', SortOrder: 'int', IsDefault: 'boolean', IsClosed: 'boolean' },
    createable: false,
  }),
} satisfies Readonly<Record<string, SObjectType>>;
