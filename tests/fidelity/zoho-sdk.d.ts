/** The vendor publishes no types: what the test uses, as its sources have it. */
declare module '@zohocrm/nodejs-sdk-8.0' {
  interface Row {
    getId(): bigint;
    getKeyValue(name: string): unknown;
    addKeyValue(name: string, value: unknown): void;
    getStatus(): { getValue(): string };
    getDetails(): Map<string, unknown>;
  }
  interface Tag {
    getName(): string;
    setName(name: string): void;
  }
  interface Answer {
    getStatusCode(): number;
    getObject(): { getData(): Row[]; getUsers(): { getFullName(): string }[] } | null;
  }
  type Made<T> = new (...parts: string[]) => T;
  interface Params {
    add(param: unknown, value: unknown): Promise<void>;
  }
  const ParameterMap: Made<Params>;
  const OAuthBuilder: Made<{ accessToken(token: string): { build(): Promise<unknown> } }>;
  const TokenStore: { TokenStore: Made<object> };
  const Levels: { OFF: string };
  interface Log {
    level(level: string): Log;
    filePath(path: string): Log;
    build(): unknown;
  }
  const LogBuilder: Made<Log>;
  interface Config {
    autoRefreshFields(on: boolean): Config;
    pickListValidation(on: boolean): Config;
    build(): unknown;
  }
  const SDKConfigBuilder: Made<Config>;
  interface Setup {
    environment(of: unknown): Setup;
    token(token: unknown): Setup;
    store(store: unknown): Setup;
    SDKConfig(config: unknown): Setup;
    resourcePath(path: string): Setup;
    logger(log: unknown): Setup;
    initialize(): Promise<void>;
  }
  const InitializeBuilder: Made<Setup>;
  const EUDataCenter: { setEnvironment(url: string, accounts: string, files: string): unknown };
  interface Body<T> {
    setData(rows: T[]): void;
  }
  const Record: {
    RecordOperations: Made<{
      getRecord(id: bigint): Promise<Answer>;
      getRecords(params: Params): Promise<Answer>;
      searchRecords(params: Params): Promise<Answer>;
      createRecords(body: Body<Row>): Promise<Answer>;
      updateRecord(id: bigint, body: Body<Row>): Promise<Answer>;
      deleteRecord(id: bigint): Promise<Answer>;
    }>;
    Record: Made<Row>;
    BodyWrapper: Made<Body<Row>>;
    GetRecordsParam: { FIELDS: unknown; SORT_BY: unknown; CONVERTED: unknown };
    SearchRecordsParam: { CRITERIA: unknown };
  };
  const RelatedRecords: {
    RelatedRecordsOperations: Made<{ getRelatedRecords(id: bigint, params: Params): Promise<Answer> }>;
    GetRelatedRecordsParam: { FIELDS: unknown };
  };
  const Coql: {
    BodyWrapper: Made<{ setSelectQuery(query: string): void }>;
    CoqlOperations: Made<{ getRecords(query: unknown): Promise<Answer> }>;
  };
  const Users: { UsersOperations: Made<{ getUsers(): Promise<Answer> }> };
  const Tags: {
    NewTagRequestWrapper: Made<{ setTags(tags: Tag[]): void }>;
    Tag: Made<Tag>;
    TagsOperations: Made<{ addTags(module: string, id: bigint, tags: unknown): Promise<Answer> }>;
  };
  interface Note {
    setNoteContent(text: string): void;
    setParentId(parent: Parent): Promise<void>;
  }
  interface Parent {
    setId(id: bigint): void;
    setModule(module: Module): Promise<void>;
  }
  interface Module {
    setAPIName(name: string): void;
  }
  const Modules: { MinifiedModule: Made<Module> };
  const Notes: {
    Note: Made<Note>;
    ParentId: Made<Parent>;
    BodyWrapper: Made<Body<Note>>;
    NotesOperations: Made<{ createNotes(body: Body<Note>): Promise<Answer>; deleteNote(id: bigint): Promise<Answer> }>;
  };
  interface NewField {
    setFieldLabel(label: string): void;
    setDataType(type: string): void;
  }
  interface FieldVerdict {
    getStatus(): { getValue(): string };
    getCode(): { getValue(): string };
  }
  const Fields: {
    Fields: Made<NewField>;
    BodyWrapper: Made<{ setFields(fields: NewField[]): void }>;
    CreateFieldParam: { MODULE: unknown };
    GetFieldsParam: { MODULE: unknown };
    FieldsOperations: Made<{
      createField(body: unknown, params: Params): Promise<{ getObject(): { getFields(): FieldVerdict[] } | null }>;
      getFields(params: Params): Promise<{ getObject(): { getFields(): { getAPIName(): string; getDataType(): string }[] } | null }>;
    }>;
  };
  const StreamWrapper: new (name: string | null, stream: unknown, path: string) => object;
  const Attachments: {
    FileBodyWrapper: Made<{ setFile(file: object): void }>;
    AttachmentsOperations: Made<{
      uploadAttachments(record: bigint, module: string, body: unknown): Promise<Answer>;
      deleteAttachment(id: bigint, record: bigint, module: string): Promise<Answer>;
    }>;
  };
}
