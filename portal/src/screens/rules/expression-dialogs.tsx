import type { Expression, RuleChange, TagExpression } from '@millrace/contract'
import { useState } from 'react'
import { TextField } from '../../ui/fields.tsx'
import { ChangeDialog, ConfirmDialog } from './change-dialog.tsx'
import { OwnExpressionField } from './expression-field.tsx'
import { NameField } from './rule-fields.tsx'

/** A new saved expression, or another meaning of one. */
export function SavedExpressionDialog(props: { saved?: TagExpression; close: () => void }) {
  const { saved, close } = props
  const [name, setName] = useState(saved?.name ?? '')
  const [description, setDescription] = useState(saved?.description ?? '')
  const [expression, setExpression] = useState<Expression>(saved?.expression ?? [])
  const changes = (): RuleChange[] => {
    const told = description.trim()
    return [
      {
        ...{ does: saved ? 'update-expression' : 'create-expression', name: name.trim() },
        ...(saved && { account: saved.account.id, was: saved.expression }),
        ...(told && { description: told }),
        expression,
      },
    ]
  }
  return (
    <ChangeDialog
      title={saved ? `Saved expression ${saved.name}` : 'New saved expression'}
      act={saved ? 'Change the expression' : 'Save the expression'}
      close={close}
      fields={['name']}
      changes={changes}
    >
      {(wrong) => (
        <>
          {!saved && <NameField name={name} change={setName} wrong={wrong} />}
          <OwnExpressionField expression={expression} change={setExpression} />
          <TextField
            label="For"
            placeholder="optional"
            value={description}
            change={setDescription}
          />
        </>
      )}
    </ChangeDialog>
  )
}

export function DeleteExpressionDialog(props: { saved: TagExpression; close: () => void }) {
  const { account, name } = props.saved
  return (
    <ConfirmDialog
      title={`Delete the saved expression ${name}?`}
      act="Delete the expression"
      danger
      close={props.close}
      changes={() => [{ does: 'delete-expression', account: account.id, name }]}
      note={<p>Every grant by it goes with it, and a later one of its name brings none back.</p>}
    />
  )
}
