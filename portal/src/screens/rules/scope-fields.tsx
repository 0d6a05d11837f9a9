import type { Dataset } from '@millrace/contract'
import { useAsk } from '../../api/queries.ts'
import { ChoiceField, ManyField, TextField } from '../../ui/fields.tsx'
import type { Wrong } from './change-dialog.tsx'
import { ExpressionField } from './expression-field.tsx'
import { kindsFor, type Scope, type ScopeKind } from './grant-scope.ts'
import { LocationField, RowPolicyField, SavedField, TagFields } from './rule-fields.tsx'

interface Scoping {
  /** Whose catalog is meant. */
  accountId: string
  dataset: Dataset | undefined
  scope: Scope
  change: (scope: Scope) => void
  wrong: Wrong
}

/** What is granted: by name, or by the tags that it bears. */
export function ScopeFields({ accountId, dataset, scope, change, wrong }: Scoping) {
  const put = (part: Partial<Scope>) => change({ ...scope, ...part })
  const { kind } = scope
  return (
    <>
      <ChoiceField
        label="What"
        value={kind}
        change={(next) => put({ kind: next as ScopeKind })}
        choices={kindsFor(dataset)}
      />
      {!dataset && (kind === 'database' || kind === 'all-tables') && (
        <TextField
          label="Database"
          value={scope.database}
          change={(database) => put({ database })}
          required
        />
      )}
      {dataset && (kind === 'columns' || kind === 'without') && (
        <ManyField
          label={kind === 'columns' ? 'Columns' : 'Columns that are left out'}
          choices={dataset.columns.map(({ name }) => name)}
          chosen={scope.columns}
          change={(columns) => put({ columns })}
        />
      )}
      {dataset && kind === 'filter' && <FilterChoice dataset={dataset} scope={scope} put={put} />}
      {(kind === 'table-policy' || kind === 'database-policy') && (
        <PolicyFields accountId={accountId} scope={scope} put={put} />
      )}
      {(kind === 'saved-tables' || kind === 'saved-databases' || kind === 'expression') && (
        <SavedField accountId={accountId} name={scope.name} change={(name) => put({ name })} />
      )}
      {kind === 'tag' && <TagFields accountId={accountId} scope={scope} put={put} />}
      {kind === 'row-policy' && <RowPolicyField scope={scope} put={put} />}
      {kind === 'location' && <LocationField scope={scope} put={put} problem={wrong('location')} />}
    </>
  )
}

type Put = (part: Partial<Scope>) => void

function FilterChoice({ dataset, scope, put }: { dataset: Dataset; scope: Scope; put: Put }) {
  const { account, database, table } = dataset
  const filters = useAsk('listDataFilters', { params: { account: account.id, database, table } })
  const names = (filters.data?.items ?? []).map(({ name }) => [name, name] as const)
  return (
    <ChoiceField
      label="Data filter"
      hint="Filters are made beside the grants of the dataset."
      value={scope.filter}
      change={(filter) => put({ filter })}
      choices={[['', names.length === 0 ? 'there is none yet' : 'choose…'], ...names]}
      required
    />
  )
}

function PolicyFields(props: { accountId: string; scope: Scope; put: Put }) {
  const tags = useAsk('listTags', { query: { limit: 200 } })
  const ontology = (tags.data?.items ?? []).filter(({ account }) => account.id === props.accountId)
  return (
    <ExpressionField
      ontology={ontology}
      expression={props.scope.expression}
      change={(expression) => props.put({ expression })}
    />
  )
}
