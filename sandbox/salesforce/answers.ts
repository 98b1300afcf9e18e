/** A refusal in the vendor's words: an array of one, with the status it comes with. */
export class Refusal extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }

  get body(): unknown[] {
    return [{ message: this.message, errorCode: this.errorCode, ...(this.fields && { fields: this.fields }) }];
  }
}

export const malformed = (message: string) => new Refusal(400, 'MALFORMED_QUERY', message);
export const noColumn = (field: string, type: string) =>
  new Refusal(
    400,
    'INVALID_FIELD',
    `No such column '${field}' on entity '${type}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.`,
  );
export const noType = (name: string) => new Refusal(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
export const notFound = () => new Refusal(404, 'NOT_FOUND', 'The requested resource does not exist');

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json;charset=UTF-8',
      'cache-control': 'no-cache,must-revalidate,max-age=0,no-store,private',
      ...headers,
    },
  });
}
