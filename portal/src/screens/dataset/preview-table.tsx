import type { Preview } from '@millrace/contract'
import { Notice } from '../../ui/states.tsx'
import { Who } from '../../ui/values.tsx'
import { counted } from '../../ui/words.ts'

/** Longer values may not fit into their cell. */
const LONG = 36
const NUMERIC = /^(int|long|float|double|decimal)/

/** Columns of types that cannot be shown. */
export function leftOutWords(columns: readonly { name: string; type: string }[]): string {
  return columns.map(({ name, type }) => `${name} (${type})`).join(', ')
}

/** The first rows, exactly as this person's own tools would see them. */
export function PreviewTable({ preview }: { preview: Preview }) {
  const { columns, rows, columnsHidden = 0, rowFilter, principal, leftOut = [] } = preview
  return (
    <>
      <p className="panel-head small soft">
        <span>
          As <Who arn={principal} /> reads it
          {columnsHidden > 0 &&
            `, without ${counted(columnsHidden, 'column')} that you may not read`}
          {leftOut.length > 0 && `, without ${leftOutWords(leftOut)}`}
          {rowFilter && `, only rows where ${rowFilter}`}.
        </span>
        <span className="faint">{counted(rows.length, 'row')} shown</span>
      </p>
      {rows.length === 0 ? <Notice title="No row that you may read" /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus. */}
      <section className="table-box" aria-label="First rows" tabIndex={0}>
        <table className="data one-line">
          <thead>
            <tr>
              {columns.map(({ name, type }) => (
                <th key={name} scope="col" className={NUMERIC.test(type) ? 'number' : ''}>
                  {name} <span className="faint">{type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview have no other name.
              <tr key={index}>
                {columns.map(({ name, type }, at) => (
                  <Cell key={name} value={row[at] ?? null} number={NUMERIC.test(type)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

function Cell({ value, number }: { value: string | null; number: boolean }) {
  if (value === null) return <td className="hidden-cell">null</td>
  return (
    <td className={number ? 'number' : ''} title={value.length > LONG ? value : undefined}>
      {value}
    </td>
  )
}
