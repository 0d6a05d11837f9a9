import { useId } from 'react'
import { useAsk } from '../../api/queries.ts'
import { CheckField, ChoiceField, ManyField, TextField } from '../../ui/fields.tsx'
import type { Wrong } from './change-dialog.tsx'
import type { Scope } from './grant-scope.ts'

type Put = (part: Partial<Scope>) => void

/** Under which something new is kept; it stays as it is then. */
export function NameField(props: { name: string; change: (name: string) => void; wrong: Wrong }) {
  const { name, change, wrong } = props
  return <TextField label="Name" value={name} change={change} problem={wrong('name')} required />
}

/** A saved expression of an account. */
export function SavedField(props: {
  accountId: string
  name: string
  change: (name: string) => void
}) {
  const { accountId, name, change } = props
  const saved = useAsk('listTagExpressions', { query: { limit: 200 } })
  const names = (saved.data?.items ?? [])
    .filter(({ account }) => account.id === accountId)
    .map((one) => one.name)
  return (
    <ChoiceField
      label="Saved expression"
      hint="Whoever changes it changes what every grant means that names it."
      value={name}
      change={change}
      choices={choicesOf(names)}
      required
    />
  )
}

/** A tag itself: all of its values, or some. */
export function TagFields({
  accountId,
  scope,
  put,
}: {
  accountId: string
  scope: Scope
  put: Put
}) {
  const tags = useAsk('listTags', { query: { limit: 200 } })
  const ontology = (tags.data?.items ?? []).filter(({ account }) => account.id === accountId)
  const values = ontology.find(({ key }) => key === scope.key)?.values ?? []
  const all = scope.values.includes(ALL)
  return (
    <>
      <ChoiceField
        label="LF-Tag"
        hint="To associate it is to set it on data; to grant with it is to name it in grants."
        value={scope.key}
        change={(key) => put({ key, values: [ALL] })}
        choices={choicesOf(ontology.map(({ key }) => key))}
        required
      />
      {scope.key !== '' && (
        <CheckField
          label="All its values, also those to come"
          on={all}
          change={(on) => put({ values: on ? [ALL] : [] })}
        />
      )}
      {scope.key !== '' && !all && (
        <ManyField
          label="Values"
          choices={values.map(({ value }) => value)}
          chosen={scope.values}
          change={(chosen) => put({ values: chosen })}
        />
      )}
    </>
  )
}

const ALL = '*'

export function RowPolicyField({ scope, put }: { scope: Scope; put: Put }) {
  const policies = useAsk('listRowPolicies', { query: { limit: 200 } })
  return (
    <ChoiceField
      label="Row policy"
      hint="To associate it is to attach it to tables."
      value={scope.name}
      change={(name) => put({ name })}
      choices={choicesOf((policies.data?.items ?? []).map(({ name }) => name))}
      required
    />
  )
}

export function LocationField(props: { scope: Scope; put: Put; problem: string | undefined }) {
  const list = useId()
  const locations = useAsk('listLocations', { query: { limit: 200 } })
  return (
    <>
      <TextField
        label="Data location"
        hint="Tables may be made there: s3://bucket/prefix, with all that lies below it."
        value={props.scope.location}
        change={(location) => props.put({ location })}
        problem={props.problem}
        list={list}
        autoComplete="off"
        required
      />
      <datalist id={list}>
        {(locations.data?.items ?? []).map(({ location }) => (
          <option key={location} value={location} />
        ))}
      </datalist>
    </>
  )
}

function choicesOf(names: readonly string[]) {
  const first = ['', names.length === 0 ? 'there is none that you may see' : 'choose…'] as const
  return [first, ...names.map((name) => [name, name] as const)]
}
