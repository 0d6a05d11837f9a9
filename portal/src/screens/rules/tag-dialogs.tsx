import type { LfTag } from '@millrace/contract'
import { useState } from 'react'
import { LongTextField, TextField } from '../../ui/fields.tsx'
import { ChangeDialog, ConfirmDialog } from './change-dialog.tsx'

/** A new key with its values. */
export function NewTagDialog({ close }: { close: () => void }) {
  const [key, setKey] = useState('')
  const [values, setValues] = useState('')
  return (
    <ChangeDialog
      title="New LF-Tag"
      act="Make the tag"
      close={close}
      fields={['key', 'values']}
      changes={() => [{ does: 'create-tag', key: key.trim(), values: linesOf(values) }]}
    >
      {(wrong) => (
        <>
          <TextField
            label="Key"
            hint="Lower case, as it is kept: sensitivity, domain, region."
            value={key}
            change={setKey}
            problem={wrong('key')}
            required
          />
          <ValuesField values={values} change={setValues} problem={wrong('values')} />
        </>
      )}
    </ChangeDialog>
  )
}

/** Other values of a key; its grants and assignments stay. */
export function ChangeTagDialog({ tag, close }: { tag: LfTag; close: () => void }) {
  const before = tag.values.map(({ value }) => value)
  const [values, setValues] = useState(before.join('\n'))
  const changes = () => {
    const after = linesOf(values)
    const add = after.filter((value) => !before.includes(value))
    const remove = before.filter((value) => !after.includes(value))
    return [{ does: 'update-tag', account: tag.account.id, key: tag.key, add, remove } as const]
  }
  return (
    <ChangeDialog
      title={`Values of ${tag.key}`}
      act="Change the values"
      close={close}
      fields={['values']}
      changes={changes}
    >
      {(wrong) => (
        <ValuesField
          values={values}
          change={setValues}
          problem={wrong('values')}
          more="A value that is on something must be taken off it before it can go; grants lose it."
        />
      )}
    </ChangeDialog>
  )
}

export function DeleteTagDialog({ tag, close }: { tag: LfTag; close: () => void }) {
  return (
    <ConfirmDialog
      title={`Delete the tag ${tag.key}?`}
      act="Delete the tag"
      danger
      close={close}
      changes={() => [{ does: 'delete-tag', account: tag.account.id, key: tag.key }]}
      note={
        <p>
          Everything loses it, and every grant that names it is void for good: a tag made again
          under this key brings none back.
        </p>
      }
    />
  )
}

function ValuesField(props: {
  values: string
  change: (values: string) => void
  problem: string | undefined
  more?: string
}) {
  return (
    <LongTextField
      label="Allowed values"
      hint={['One on each line.', props.more].filter(Boolean).join(' ')}
      value={props.values}
      change={props.change}
      problem={props.problem}
      required
    />
  )
}

/** As the platform keeps them: each once, in lower case. */
function linesOf(text: string): string[] {
  const lines = text.split(/[\n,]/).map((line) => line.trim().toLowerCase())
  return [...new Set(lines.filter((line) => line !== ''))]
}
