// Only where there is a page: most files have none, and to load the library takes its time.
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/react');
  // What a component test waits for comes when it is there: a busy machine loads a piece of the page for seconds.
  configure({ asyncUtilTimeout: 15_000 });
}
