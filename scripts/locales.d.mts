export declare const LANGUAGES: readonly ['en', 'es', 'ru'];
export declare function compareCatalogues(catalogues: Record<string, Record<string, string>>): string[];
export declare function compareWithSources(ids: readonly string[], texts: readonly string[]): string[];
export declare function main(): void;
