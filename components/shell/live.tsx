/** Says one thing politely to a screen reader whenever the text changes. */
export function Live({ text }: { text: string }) {
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}
