export declare const LANGUAGES: readonly ['en', 'es', 'ru'];
export declare function compareCatalogues(catalogues: Record<string, Record<string, string>>): string[];
export declare function compareWithSources(ids: readonly string[], texts: readonly string[]): string[];
export declare function partsOf(ids: readonly string[]): Record<'first' | 'later', string[]>;
export declare function unreached(ids: readonly string[], parts: Record<string, readonly string[]>): string[];
export declare function main(): void;
