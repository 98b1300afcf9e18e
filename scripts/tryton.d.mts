export const TRYTON_PASSWORD: string;
export function findTryton(): { program: string; missing?: undefined } | { missing: string; program?: undefined };
export function ensureTryton(): void;
export function emptyDatabase(): string;
export function writeConfig(folder: string, port: number): string;
