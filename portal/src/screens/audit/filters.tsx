import { useId, useState } from 'react'
import { ChoiceField, TextField } from '../../ui/fields.tsx'
import { AccountField } from './account-field.tsx'
import { PeriodFields } from './period-fields.tsx'
import { narrowed, type Wanted } from './wanted.ts'

interface FiltersProps {
  wanted: Wanted
  want: (next: Wanted) => void
  /** Those in sight, to choose from. */
  actions: readonly string[]
}

/** What is chosen counts at once, what is written with Enter or “Search”. */
export function Filters({ wanted, want, actions }: FiltersProps) {
  const [draft, setDraft] = useState(wanted)
  const [shown, setShown] = useState(wanted)
  if (shown !== wanted) {
    setShown(wanted)
    setDraft(wanted)
  }
  const write = (change: Wanted) => setDraft({ ...draft, ...change })
  const choose = (change: Wanted) => want(trimmed({ ...draft, ...change }))
  return (
    <search>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault()
          choose({})
        }}
      >
        <AccountField value={draft.account} change={(account) => choose({ account })} />
        <WrittenFields draft={draft} write={write} actions={actions} />
        <DecisionField value={draft.decision} change={(decision) => choose({ decision })} />
        <PeriodFields
          value={draft}
          change={({ from, to }) => write({ from, to } as Wanted)}
          choose={({ period = '', from = '', to = '' }) => choose({ period, from, to })}
        />
        <div className="row">
          <button type="submit" className="button">
            Search
          </button>
          {narrowed(wanted) && (
            <button
              type="button"
              className="button quiet"
              onClick={() => want(wanted.account ? { account: wanted.account } : {})}
            >
              Clear
            </button>
          )}
        </div>
      </form>
    </search>
  )
}

function DecisionField(props: { value: string | undefined; change: (value: string) => void }) {
  return (
    <ChoiceField
      label="Decision"
      value={props.value ?? ''}
      change={props.change}
      choices={[
        ['', 'Any'],
        ['denied', 'Denied'],
        ['allowed', 'Allowed'],
      ]}
    />
  )
}

function WrittenFields(props: {
  draft: Wanted
  write: (change: Wanted) => void
  actions: readonly string[]
}) {
  const { draft, write, actions } = props
  const list = useId()
  return (
    <>
      <TextField
        wide
        label="Dataset"
        placeholder="database.table, or account/database.table"
        value={draft.dataset ?? ''}
        change={(dataset) => write({ dataset })}
      />
      <TextField
        label="Person"
        placeholder="name, ARN or principal id"
        value={draft.person ?? ''}
        change={(person) => write({ person })}
      />
      <TextField
        label="Role"
        placeholder="name or ARN"
        value={draft.role ?? ''}
        change={(role) => write({ role })}
      />
      <TextField
        label="Action"
        placeholder="catalog.table-scanned"
        list={list}
        value={draft.action ?? ''}
        change={(action) => write({ action })}
      />
      <datalist id={list}>
        {actions.map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <TextField
        label="Resource"
        placeholder="ARN, s3:// or id"
        value={draft.resource ?? ''}
        change={(resource) => write({ resource })}
      />
    </>
  )
}

function trimmed(draft: Wanted): Wanted {
  const written = Object.entries(draft).map(([name, value]) => [name, value?.trim()] as const)
  return Object.fromEntries(written.filter(([, value]) => value))
}
