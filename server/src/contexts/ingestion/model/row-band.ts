export const WEEKDAYS = [
  ...(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const),
] as const

/** Of which rows may be expected: weekdays, and days on which the feed’s calendar rests. */
export const ROW_DAYS: readonly string[] = [...WEEKDAYS, 'day-off']

/** Rows that a person expects of some days; without `days`, of all that no other band names. */
export interface RowBand {
  days?: readonly string[]
  min?: number
  max?: number
}
