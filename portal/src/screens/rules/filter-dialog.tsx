import type { DataFilter, Dataset, RuleChange } from '@millrace/contract'
import { useState } from 'react'
import { ChoiceField, LongTextField, ManyField } from '../../ui/fields.tsx'
import { ChangeDialog, ConfirmDialog } from './change-dialog.tsx'
import { NameField } from './rule-fields.tsx'

type Choice = 'all' | 'include' | 'exclude'

const CHOICES = [
  ['all', 'all columns'],
  ['include', 'only some columns'],
  ['exclude', 'all columns but some'],
] as const

interface Filtering {
  dataset: Dataset
  /** To change one; without it a new one is made. */
  filter?: DataFilter
  close: () => void
}

/** Which rows and columns of a dataset a grant lets through. */
export function FilterDialog({ dataset, filter, close }: Filtering) {
  const [name, setName] = useState(filter?.name ?? '')
  const [rows, setRows] = useState(filter?.rows ?? '')
  const [chosen, setChosen] = useState<Chosen>(() => chosenOf(filter))
  return (
    <ChangeDialog
      title={filter ? `Data filter ${filter.name}` : 'New data filter'}
      act={filter ? 'Change the filter' : 'Make the filter'}
      close={close}
      fields={['name', 'rows', 'columns']}
      changes={() => [filterOf({ dataset, filter, name, rows, chosen })]}
    >
      {(wrong) => (
        <>
          {!filter && <NameField name={name} change={setName} wrong={wrong} />}
          <LongTextField
            label="Rows where"
            hint="As SQL has it: =, <>, <, >, BETWEEN, IN, LIKE, IS NULL, AND, OR. Empty: all rows."
            placeholder="origin = 'JFK' AND dep_delay > 15"
            value={rows}
            change={setRows}
            problem={wrong('rows')}
          />
          <ColumnFields
            dataset={dataset}
            chosen={chosen}
            change={setChosen}
            problem={wrong('columns')}
          />
        </>
      )}
    </ChangeDialog>
  )
}

function filterOf(wanted: {
  dataset: Dataset
  filter: DataFilter | undefined
  name: string
  rows: string
  chosen: Chosen
}): RuleChange {
  const { dataset, filter, name, chosen } = wanted
  const rows = wanted.rows.trim()
  const columns = [...chosen.columns]
  return {
    ...{ does: filter ? 'update-filter' : 'create-filter', ...inDataset(dataset) },
    name: name.trim(),
    ...(rows && { rows }),
    columns: chosen.choice === 'include' ? { include: columns } : { exclude: columns },
    ...(filter && { version: filter.version }),
  }
}

interface Chosen {
  choice: Choice
  columns: readonly string[]
}

function ColumnFields(props: {
  dataset: Dataset
  chosen: Chosen
  change: (chosen: Chosen) => void
  problem: string | undefined
}) {
  const { dataset, chosen, change, problem } = props
  const { choice, columns } = chosen
  return (
    <>
      <ChoiceField
        label="Columns"
        value={choice}
        change={(next) =>
          change({ choice: next as Choice, columns: next === 'all' ? [] : columns })
        }
        problem={problem}
        choices={CHOICES}
      />
      {choice !== 'all' && (
        <ManyField
          label={choice === 'include' ? 'Shown' : 'Left out'}
          choices={dataset.columns.map(({ name }) => name)}
          chosen={columns}
          change={(next) => change({ choice, columns: next })}
        />
      )}
    </>
  )
}

export function DeleteFilterDialog(props: { dataset: Dataset; filter: DataFilter } & Closing) {
  const { dataset, filter, close } = props
  const { name } = filter
  return (
    <ConfirmDialog
      title={`Delete the data filter ${name}?`}
      act="Delete the filter"
      danger
      close={close}
      changes={() => [{ does: 'delete-filter', ...inDataset(dataset), name, force: true }]}
      note={<p>The grants that name it go with it: nobody reads more than before.</p>}
    />
  )
}

type Closing = Pick<Filtering, 'close'>

function inDataset({ account, database, table }: Dataset) {
  return { account: account.id, database, table }
}

function chosenOf(filter: DataFilter | undefined): Chosen {
  if (!filter) return { choice: 'all', columns: [] }
  if ('include' in filter.columns) return { choice: 'include', columns: filter.columns.include }
  const { exclude } = filter.columns
  return { choice: exclude.length === 0 ? 'all' : 'exclude', columns: exclude }
}
