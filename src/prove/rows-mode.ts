/** Which rows are compared: generated rows in empty tables as well, only existing rows, or none. */
export type RowsMode = 'generate' | 'existing' | 'none';
