import type { FeedDefinition, FeedProposal } from '@millrace/contract'
import { DataTable } from '../../ui/data-table.tsx'
import { LongTextField } from '../../ui/fields.tsx'
import { Pill } from '../../ui/values.tsx'

const TYPES = ['boolean', 'int', 'long', 'double', 'date', 'timestamp', 'timestamptz', 'string']

type Definition = Partial<FeedDefinition>

/** What was read off a sample: its lines, its columns, and what speaks for each part. */
export function Proposed(props: {
  proposal: FeedProposal
  definition: Definition
  set: (definition: Definition) => void
}) {
  const { proposal, definition, set } = props
  const { sample, refusal, evidence } = proposal
  return (
    <div className="stack loose">
      {refusal !== undefined && (
        <p className="callout bad" role="alert">
          No columns can be proposed: {refusal}.
        </p>
      )}
      {sample && sample.lines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus.
        <section className="table-box" tabIndex={0} aria-label="How the file begins">
          <pre className="code">{sample.lines.slice(0, 8).join('\n')}</pre>
        </section>
      )}
      <ul className="stack">
        {evidence.map(({ about, text, sure }) => (
          <li key={`${about} ${text}`}>
            <Pill tone={sure ? 'good' : 'warn'}>{sure ? about : `${about}: check`}</Pill> {text}
          </li>
        ))}
      </ul>
      <Columns proposal={proposal} definition={definition} set={set} />
    </div>
  )
}

function Columns({ proposal, definition, set }: Parameters<typeof Proposed>[0]) {
  const columns = definition.columns ?? []
  const key = definition.key ?? []
  if (columns.length === 0) return null
  const retype = (name: string, type: string) => {
    const typed = columns.map((one) =>
      one.name === name ? { ...one, type: type as (typeof one)['type'] } : one,
    )
    set({ ...definition, columns: typed })
  }
  const turn = (name: string, on: boolean) => {
    const names = columns.map((one) => one.name)
    set({ ...definition, key: names.filter((one) => (one === name ? on : key.includes(one))) })
  }
  return (
    <DataTable
      label="Columns"
      rows={columns}
      rowKey={({ name }) => name}
      columns={[
        { name: 'Column', cell: ({ name }) => <span className="breakable">{name}</span> },
        {
          name: 'Type',
          cell: ({ name, type }) => <TypeChoice name={name} type={type} change={retype} />,
        },
        {
          name: 'Key',
          tight: true,
          cell: ({ name }) => (
            <input
              type="checkbox"
              aria-label={`${name} is of the key`}
              checked={key.includes(name)}
              onChange={(event) => turn(name, event.target.checked)}
            />
          ),
        },
        { name: 'Seen', cell: ({ name }) => seen(proposal, name) },
      ]}
    />
  )
}

function TypeChoice(props: {
  name: string
  type: string
  change: (name: string, type: string) => void
}) {
  return (
    <select
      className="input"
      aria-label={`Type of ${props.name}`}
      value={props.type}
      onChange={(event) => props.change(props.name, event.target.value)}
    >
      {TYPES.map((one) => (
        <option key={one}>{one}</option>
      ))}
    </select>
  )
}

function seen({ columns }: FeedProposal, name: string) {
  const found = columns.find((one) => one.name === name)
  if (!found) return '–'
  return (
    <span className="small soft">
      {found.examples.slice(0, 3).join(', ')}
      {found.nulls > 0 && `; ${found.nulls} of ${found.rows} empty`}
    </span>
  )
}

/** All of it but the columns, as it is written in a file. */
export function RestField(props: {
  text: string
  change: (text: string) => void
  problem: string | undefined
}) {
  return (
    <LongTextField
      label="Files, completeness, format and calendar"
      hint="As a feed’s file has them, in JSON."
      value={props.text}
      change={props.change}
      problem={props.problem}
    />
  )
}
