import type { RowPolicy, RuleChange } from '@millrace/contract'
import { useState } from 'react'
import { LongTextField } from '../../ui/fields.tsx'
import { ChangeDialog, ConfirmDialog, type Wrong } from './change-dialog.tsx'
import { NameField } from './rule-fields.tsx'

/** A new row policy, or other rows of one. */
export function PolicyDialog({ policy, close }: { policy?: RowPolicy; close: () => void }) {
  const [name, setName] = useState(policy?.name ?? '')
  const [columns, setColumns] = useState(() => (policy ? linesOf(policy) : ''))
  const [rows, setRows] = useState(policy?.rows ?? '')
  const changes = (): RuleChange[] => [
    {
      ...{ does: policy ? 'update-policy' : 'create-policy', name: name.trim() },
      ...{ columns: columnsIn(columns), rows: rows.trim() },
      ...(policy && { was: { columns: policy.columns, rows: policy.rows } }),
    },
  ]
  return (
    <ChangeDialog
      title={policy ? `Row policy ${policy.name}` : 'New row policy'}
      act={policy ? 'Change the policy' : 'Make the policy'}
      close={close}
      fields={['name', 'columns', 'rows']}
      changes={changes}
    >
      {(wrong) => (
        <>
          {!policy && <NameField name={name} change={setName} wrong={wrong} />}
          <RowsFields
            columns={columns}
            setColumns={setColumns}
            rows={rows}
            setRows={setRows}
            wrong={wrong}
          />
        </>
      )}
    </ChangeDialog>
  )
}

function RowsFields(props: {
  columns: string
  setColumns: (columns: string) => void
  rows: string
  setRows: (rows: string) => void
  wrong: Wrong
}) {
  const { columns, setColumns, rows, setRows, wrong } = props
  return (
    <>
      <LongTextField
        label="Columns that it reads"
        hint="One on each line, with its type where only that fits: desk string."
        placeholder={'desk string\nregion'}
        value={columns}
        change={setColumns}
        problem={wrong('columns')}
        required
      />
      <LongTextField
        label="Rows where"
        hint="As SQL has it: =, <>, <, >, BETWEEN, IN, LIKE, IS NULL, AND, OR."
        placeholder="desk = 'fx' OR region = 'EU'"
        value={rows}
        change={setRows}
        problem={wrong('rows')}
        required
      />
    </>
  )
}

export function DeletePolicyDialog({ policy, close }: { policy: RowPolicy; close: () => void }) {
  return (
    <ConfirmDialog
      title={`Delete the row policy ${policy.name}?`}
      act="Delete the policy"
      danger
      close={close}
      changes={() => [{ does: 'delete-policy', name: policy.name }]}
      note={<p>It is detached from everything, and the rows that it closed are open again.</p>}
    />
  )
}

function linesOf({ columns }: RowPolicy): string {
  return columns.map(({ name, type }) => [name, type].filter(Boolean).join(' ')).join('\n')
}

/** Of each line the first word, and what follows as its type. */
function columnsIn(text: string): { name: string; type?: string }[] {
  const lines = text.split(/\n/).map((line) => line.trim())
  return lines.flatMap((line) => {
    const [name = '', ...rest] = line.split(/\s+/)
    const type = rest.join(' ')
    return name === '' ? [] : [{ name, ...(type && { type }) }]
  })
}
