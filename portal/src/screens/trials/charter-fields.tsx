import { useId } from 'react'
import { useAsk } from '../../api/queries.ts'
import { ChoiceField, LongTextField, TextField } from '../../ui/fields.tsx'
import { PersonField } from '../rules/person-field.tsx'
import { type Draft, datasetOf, type Role } from './draft.ts'

export interface Fields {
  draft: Draft
  set: (draft: Draft) => void
}

/** What the trial is to prove, and on which data. */
export function AimFields({ draft, set }: Fields) {
  const put = (name: 'title' | 'hypothesis' | 'vendor') => (value: string) =>
    set({ ...draft, [name]: value })
  return (
    <div className="stack">
      <TextField label="Title" value={draft.title} change={put('title')} required />
      <LongTextField
        label="Hypothesis"
        hint="What the data is to show. It is frozen with the bands."
        value={draft.hypothesis}
        change={put('hypothesis')}
        required
      />
      <TextField
        label="Vendor"
        hint="Earlier verdicts on the same vendor are found by it."
        value={draft.vendor}
        change={put('vendor')}
      />
    </div>
  )
}

export function DataFields({ draft, set }: Fields) {
  const columns = useColumns(draft)
  const put = (name: 'entity' | 'eventTime' | 'key') => (value: string) =>
    set({ ...draft, [name]: value })
  return (
    <div className="stack">
      <DatasetField draft={draft} set={set} />
      <ColumnField
        label="Entity column"
        hint="Whom a row is about. Without it metrics of coverage say that it is missing."
        value={draft.entity}
        change={put('entity')}
        columns={columns}
      />
      <ColumnField
        label="Event time column"
        hint="What time a row is about."
        value={draft.eventTime}
        change={put('eventTime')}
        columns={columns}
      />
      <TextField
        label="Key columns"
        hint="Unique together, separated by commas. Empty: what the feed declares."
        value={draft.key}
        change={put('key')}
      />
      <PersonField
        label="Role that measures"
        hint="The platform reads the data as it, for reports; it must trust trials.millrace."
        principal={draft.roleArn}
        change={(roleArn) => set({ ...draft, roleArn })}
        problem={undefined}
        required
      />
    </div>
  )
}

function DatasetField({ draft, set }: Fields) {
  const list = useId()
  const found = useAsk('searchDatasets', { query: {} })
  const { dataset } = draft
  return (
    <>
      <TextField
        label="Dataset"
        hint="account/database.table"
        value={dataset}
        change={(value) => set({ ...draft, dataset: value })}
        problem={dataset && !datasetOf(draft) ? 'Write account/database.table.' : undefined}
        list={list}
        autoComplete="off"
        required
      />
      <datalist id={list}>
        {(found.data?.items ?? [])
          .map(({ account, database, table }) => `${account.id}/${database}.${table}`)
          .map((name) => (
            <option key={name}>{name}</option>
          ))}
      </datalist>
    </>
  )
}

function useColumns(draft: Draft): readonly string[] {
  const { accountId: account = '', database = '', table = '' } = datasetOf(draft) ?? {}
  const params = { account, database, table }
  const dataset = useAsk('getDataset', { params }, { enabled: account !== '' })
  return (dataset.data?.columns ?? []).map(({ name }) => name)
}

function ColumnField(props: {
  label: string
  hint: string
  value: string
  change: (value: string) => void
  columns: readonly string[]
}) {
  const { columns, ...field } = props
  const list = useId()
  return (
    <>
      <TextField {...field} list={list} autoComplete="off" />
      <datalist id={list}>
        {columns.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
    </>
  )
}

const DIRECTIONS = [
  ['at-least', 'at least'],
  ['at-most', 'at most'],
] as const

/** Limits of one’s own; every other metric has a proposal of the platform, and says so. */
export function BandFields({ draft, set }: Fields) {
  const { bands } = draft
  const put = (at: number, change: Partial<Draft['bands'][number]>) =>
    set({
      ...draft,
      bands: bands.map((one, index) => (index === at ? { ...one, ...change } : one)),
    })
  const band = { metric: '', direction: 'at-least', limit: '' } as const
  return (
    <div className="stack">
      {bands.map(({ metric, direction, limit }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a band has no name until it is typed in.
        <fieldset key={at} className="row bare" aria-label={`Band ${at + 1}`}>
          <TextField
            label="Metric"
            value={metric}
            change={(value) => put(at, { metric: value.toUpperCase() })}
            placeholder="H1"
            pattern="[A-Z]\d+"
            title="An id of the report, such as H1 or D1"
            required
          />
          <ChoiceField
            label="Must be"
            value={direction}
            change={(value) => put(at, { direction: value as 'at-least' | 'at-most' })}
            choices={DIRECTIONS}
          />
          <TextField
            label="Limit"
            value={limit}
            change={(value) => put(at, { limit: value })}
            pattern="-?\d+(\.\d+)?"
            title="A number"
            required
          />
          <Remove
            what={`band ${at + 1}`}
            act={() => set({ ...draft, bands: bands.toSpliced(at, 1) })}
          />
        </fieldset>
      ))}
      <Add act={() => set({ ...draft, bands: [...bands, band] })}>Add a band</Add>
    </div>
  )
}

const ROLES = [
  ['evaluates', 'evaluates'],
  ['owns', 'owns'],
  ['decides', 'decides'],
  ['complies', 'answers compliance'],
] as const

export function PeopleFields({ draft, set }: Fields) {
  const { people } = draft
  const put = (at: number, change: Partial<Draft['people'][number]>) =>
    set({
      ...draft,
      people: people.map((one, index) => (index === at ? { ...one, ...change } : one)),
    })
  const person = { arn: '', role: 'evaluates' } as const
  return (
    <div className="stack">
      {people.map(({ arn, role }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a person has no name until it is typed in.
        <fieldset key={at} className="stack bare" aria-label={`Person ${at + 1}`}>
          <PersonField
            label="Who"
            hint="A user or a role, by its ARN."
            principal={arn}
            change={(value) => put(at, { arn: value })}
            problem={undefined}
            required
          />
          <div className="row">
            <ChoiceField
              label="Does what"
              value={role}
              change={(value) => put(at, { role: value as Role })}
              choices={ROLES}
            />
            <Remove
              what={`person ${at + 1}`}
              act={() => set({ ...draft, people: people.toSpliced(at, 1) })}
            />
          </div>
        </fieldset>
      ))}
      <Add act={() => set({ ...draft, people: [...people, person] })}>Add a person</Add>
    </div>
  )
}

function Remove({ what, act }: { what: string; act: () => void }) {
  return (
    <button
      type="button"
      className="button small quiet"
      aria-label={`Remove ${what}`}
      onClick={act}
    >
      Remove
    </button>
  )
}

function Add({ act, children }: { act: () => void; children: React.ReactNode }) {
  return (
    <div>
      <button type="button" className="button small" onClick={act}>
        {children}
      </button>
    </div>
  )
}
