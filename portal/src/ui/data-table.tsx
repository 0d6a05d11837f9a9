import { useState } from 'react'
import { Icon } from './icon.tsx'

export interface TableColumn<Row> {
  name: string
  cell: (row: Row) => React.ReactNode
  /** What to sort by; without it the column cannot be sorted. */
  by?: (row: Row) => string | number | undefined
  number?: boolean
  /** As narrow as its content. */
  tight?: boolean
}

interface Sorting {
  column: string
  down: boolean
}

/** Rows as a table; on a narrow screen each row is a card of named values. */
export function DataTable<Row>(props: {
  label: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  more?: { busy: boolean; load: () => void } | undefined
}) {
  const [sorting, setSorting] = useState<Sorting>()
  const rows = sorted(props.rows, props.columns, sorting)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus. */}
      <section className="table-box" aria-label={props.label} tabIndex={0}>
        <table className="data cards">
          <thead>
            <tr>
              {props.columns.map((column) => (
                <Heading key={column.name} column={column} sorting={sorting} sort={setSorting} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={props.rowKey(row)}>
                {props.columns.map((column) => (
                  <td key={column.name} className={cellClass(column)} data-label={column.name}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {props.more && (
        <div className="table-more">
          <button
            type="button"
            className="button small"
            disabled={props.more.busy}
            onClick={props.more.load}
          >
            {props.more.busy ? 'Loading…' : 'Show more'}
          </button>
        </div>
      )}
    </>
  )
}

function cellClass({ number, tight }: { number?: boolean; tight?: boolean }): string {
  return `${number ? 'number' : ''} ${tight ? 'tight' : ''}`.trim()
}

function Heading<Row>(props: {
  column: TableColumn<Row>
  sorting: Sorting | undefined
  sort: (sorting: Sorting) => void
}) {
  const { column, sorting, sort } = props
  const chosen = sorting?.column === column.name ? sorting : undefined
  const order = chosen && (chosen.down ? 'descending' : 'ascending')
  return (
    <th scope="col" className={column.number ? 'number' : undefined} aria-sort={order}>
      {column.by ? (
        <button
          type="button"
          onClick={() => sort({ column: column.name, down: chosen ? !chosen.down : false })}
        >
          {column.name}
          {chosen && <Icon name={chosen.down ? 'down' : 'up'} />}
        </button>
      ) : (
        column.name
      )}
    </th>
  )
}

function sorted<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const by = columns.find(({ name }) => name === sorting?.column)?.by
  if (!by || !sorting) return rows
  const sign = sorting.down ? -1 : 1
  return rows.toSorted((left, right) => sign * compare(by(left), by(right)))
}

function compare(left: string | number | undefined, right: string | number | undefined): number {
  if (left === right) return 0
  if (left === undefined) return 1
  if (right === undefined) return -1
  return left < right ? -1 : 1
}
