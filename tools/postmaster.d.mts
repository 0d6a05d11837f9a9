export function postmasterOf(home: string): number | undefined
