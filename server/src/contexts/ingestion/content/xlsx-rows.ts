import { unreadableContent } from '../errors.ts'
import type { Column } from '../model/feed.ts'
import type { Xlsx } from '../model/format.ts'
import { ROW_CHARACTERS_MAX, rowTooLong, type TextRow } from './row-file.ts'
import { richText, unescaped, type Workbook } from './xlsx-book.ts'
import { serialText } from './xlsx-serial.ts'
import type { XmlHandlers } from './xml-reader.ts'

export interface SheetRows {
  handlers: XmlHandlers
  /** Rows that were finished since it was asked before. */
  taken(): TextRow[]
  /** Names of its columns; undefined: the row that should have them is empty, or not there. */
  header(): string[] | undefined
}

export interface SheetReading {
  book: Pick<Workbook, 'texts' | 'dates' | 'from1904'>
  columns: readonly Column[]
  nulls: readonly string[]
  format: Xlsx
}

interface Cell {
  type: string
  style: number
  value: string | undefined
  formula: string | undefined
}

interface State extends SheetReading {
  headerRow: number
  /** Of the row and the cell that are read. */
  row: number
  place: number
  cell: Cell | undefined
  cells: Map<number, Cell>
  open: string[]
  /** By their places. */
  names: Map<number, string> | undefined
  /** Of each column of the contract its place; 0: it has none. */
  places: readonly number[]
  /** Up to each place, how many of those columns there are. */
  columnsUpTo: Uint32Array
  /** Of the row that is read, what its cells themselves hold. */
  characters: number
  /** Places with values and without a name. */
  unnamed: Set<number>
  /** A row of the sheet with nothing in it. */
  blank: TextRow
  /** The last row that was handed on. */
  written: number
  done: TextRow[]
}

// Excel’s own limits.
const ROWS_MAX = 1_048_576
const COLUMNS_MAX = 16_384

/**
 * Turns the cells of a sheet into rows, one for each row of it below the names, so that its number
 * is the one that a person sees.
 */
export function sheetRows(of: SheetReading): SheetRows {
  const headerRow = of.format.headerRow ?? 1
  const text = richText('is')
  const state: State = {
    ...{ ...of, headerRow, row: 0, place: 0, cell: undefined, cells: new Map(), open: [] },
    blank: { cells: of.columns.map(() => null), broken: '' },
    ...{ places: [], columnsUpTo: new Uint32Array(COLUMNS_MAX + 1), characters: 0 },
    ...{ names: undefined, unnamed: new Set(), written: headerRow, done: [] },
  }
  return {
    handlers: {
      opened(name, attributes) {
        text.opened(name)
        state.open.push(name)
        if (name === 'row') beginRow(state, attributes.get('r'))
        if (name === 'c') beginCell(state, attributes)
        if (name === 'f' && state.cell) state.cell.formula = ''
        if (name === 'mergeCell') refuseMerged(state, attributes.get('ref') ?? '')
      },
      text(said) {
        text.text(said)
        hearCell(state, said)
      },
      closed() {
        const said = text.closed()
        if (said !== undefined && state.cell) state.cell.value = said
        const name = state.open.pop()
        if (name === 'c') endCell(state)
        if (name === 'row') endRow(state)
      },
    },
    taken: () => state.done.splice(0),
    header: () => headerOf(state),
  }
}

function hearCell(state: State, said: string): void {
  const { cell, open } = state
  const element = open.at(-1)
  if (!cell || (element !== 'v' && element !== 'f' && element !== 't')) return
  state.characters += said.length
  if (state.characters > ROW_CHARACTERS_MAX) throw rowTooLong()
  if (element === 'v') cell.value = (cell.value ?? '') + said
  if (element === 'f') cell.formula += said
}

function beginRow(state: State, said: string | undefined): void {
  const row = said === undefined ? state.row + 1 : Number(said)
  if (!Number.isInteger(row) || row <= state.row || row > ROWS_MAX)
    throw unreadableContent({ reason: `its row "${said ?? row}" is out of order` })
  state.row = row
  state.place = 0
  state.characters = 0
  state.cells = new Map()
}

function beginCell(state: State, attributes: ReadonlyMap<string, string>): void {
  const said = attributes.get('r')
  const [, letters, row] = /^([A-Z]{1,3})(\d+)$/.exec(said ?? '') ?? []
  const place = letters === undefined ? state.place + 1 : placeOf(letters)
  const misplaced = said !== undefined && Number(row) !== state.row
  if (misplaced || place <= state.place || place > COLUMNS_MAX)
    throw unreadableContent({ reason: `its cell "${said}" is out of order` })
  state.place = place
  const style = Number(attributes.get('s') ?? 0)
  state.cell = { type: attributes.get('t') ?? 'n', style, value: undefined, formula: undefined }
}

function endCell(state: State): void {
  const { cell, cells, place } = state
  if (cell && (cell.value !== undefined || cell.formula !== undefined)) cells.set(place, cell)
  state.cell = undefined
}

function endRow(state: State): void {
  const { row, headerRow, cells, names, done } = state
  if (row === headerRow && cells.size > 0) nameColumns(state)
  if (row <= headerRow || !names || cells.size === 0) return
  for (const place of cells.keys()) if (!names.has(place)) state.unnamed.add(place)
  // What is empty behind the last row is none; between others it keeps its number.
  for (; state.written < row - 1; state.written += 1) done.push(state.blank)
  state.written = row
  done.push(rowOf(state))
}

/** Once for all rows: there may be as many names as a sheet has columns. */
function nameColumns(state: State): void {
  const names = new Map<number, string>()
  const placeOfName = new Map<string, number>()
  for (const [place, cell] of state.cells) {
    const name = (textOf(cell, state) ?? '').trim()
    if (name === '') continue
    if (placeOfName.has(name))
      throw unreadableContent({ reason: `column "${name}" is there twice` })
    placeOfName.set(name, place)
    names.set(place, name)
  }
  state.names = names
  state.places = state.columns.map(({ name }) => placeOfName.get(name) ?? 0)
  const used = new Set(state.places)
  for (let place = 1; place <= COLUMNS_MAX; place += 1)
    state.columnsUpTo[place] = (state.columnsUpTo[place - 1] ?? 0) + (used.has(place) ? 1 : 0)
}

function rowOf(state: State): TextRow {
  const { cells, columns, places, nulls, format } = state
  let broken: string | undefined
  const texts = columns.map(({ name }, at) => {
    const cell = cells.get(places[at] ?? 0)
    if (!cell) return null
    const problem = problemOf(cell, format)
    if (problem === undefined) {
      const text = textOf(cell, state)
      return text === null || nulls.includes(text) ? null : text
    }
    broken ??= `column "${name}": ${problem}`
    return cell.formula === undefined ? (cell.value ?? null) : `=${cell.formula}`
  })
  return { cells: texts, ...(broken !== undefined && { broken }) }
}

function problemOf({ type, value, formula }: Cell, { formulas }: Xlsx): string | undefined {
  if (formula !== undefined && formulas !== 'results') return 'a formula, not a value'
  if (formula !== undefined && value === undefined) return 'a formula that nobody computed'
  return type === 'e' ? `the error "${value}"` : undefined
}

function textOf({ type, value, style }: Cell, { book }: State): string | null {
  if (value === undefined) return null
  switch (type) {
    case 's': {
      const text = book.texts[Number(value)]
      if (text === undefined) throw unreadableContent({ reason: `it has no text "${value}"` })
      return text
    }
    case 'str':
      return unescaped(value)
    case 'b':
      return value === '1' ? 'true' : value === '0' ? 'false' : value
    case 'n': {
      const number = Number(value)
      if (value.trim() === '' || !Number.isFinite(number)) return value
      return book.dates[style] ? serialText(number, book.from1904) : String(number)
    }
    default:
      return value
  }
}

/** Only the first of merged cells has a value; that it is one of the others too is a guess. */
function refuseMerged({ columnsUpTo, headerRow }: State, area: string): void {
  const found = /^([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?$/.exec(area)
  if (!found) throw unreadableContent({ reason: `it merges "${area.slice(0, 100)}", no cells` })
  const [, from = '', first = '', to = from, last = first] = found
  const alone = from === to && first === last
  if (alone || Number(last) < headerRow) return
  const before = columnsUpTo[Math.min(placeOf(from), COLUMNS_MAX) - 1] ?? 0
  if ((columnsUpTo[Math.min(placeOf(to), COLUMNS_MAX)] ?? 0) > before)
    throw unreadableContent({ reason: `its cells ${area} are merged; each needs a value` })
}

function headerOf({ names, unnamed }: State): string[] | undefined {
  const lost = [...unnamed].map((place) => `column ${lettersOf(place)}, which has no name`)
  return names && [...names.values(), ...lost]
}

function placeOf(letters: string): number {
  let place = 0
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64
  return place
}

function lettersOf(place: number): string {
  const before = Math.floor((place - 1) / 26)
  return (before > 0 ? lettersOf(before) : '') + String.fromCharCode(65 + ((place - 1) % 26))
}
