/** Which rows are compared: generated ones in empty tables, only those that are there, or none. */
export type RowsMode = 'generate' | 'existing' | 'none';
