/** What the help page asks of the page it lives in. */
export interface HelpHost {
  /** Of the extension, as its manifest says. */
  version: string;
}
