/** What a check found out about one vintage. */
export interface Finding {
  check:
    | 'integrity'
    | 'content'
    | 'empty'
    | 'header'
    | 'rows'
    | 'volume'
    | 'key'
    | 'slice'
    | 'domain'
  /** Keeps the whole delivery back until somebody decides. */
  breaking: boolean
  /** Groups what is alike: `column "dep_time": not a number`. */
  reason: string
  rowCount: number
  samples: readonly Sample[]
}

/**
 * A place in the file as the vendor sent it. Lines count from 1, the header included; a line break
 * inside a cell begins no new one, as in a spreadsheet.
 */
export interface Sample {
  line?: number
  text: string
}

export const SAMPLES_MAX = 5

/** About the file as a whole. */
export function wholeFinding(check: Finding['check'], reason: string): Finding {
  return { check, breaking: true, reason, rowCount: 0, samples: [] }
}

/** The line of the row `index` (from 0), where lines in `rejected` (ascending) hold no row. */
export function lineOfRow(index: number, rejected: readonly number[], headerLines: number): number {
  let [from, to] = [0, rejected.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const rowsBefore = (rejected[middle] as number) - headerLines - 1 - middle
    if (rowsBefore <= index) from = middle + 1
    else to = middle
  }
  return index + headerLines + 1 + from
}
