import { useId } from 'react'
import { useAsk } from '../../api/queries.ts'
import { TextField } from '../../ui/fields.tsx'

/** A user or role: those of the own account are proposed. */
export function PersonField(props: {
  label: string
  hint: string
  principal: string
  change: (principal: string) => void
  problem: string | undefined
  required?: boolean
}) {
  const { label, hint, principal, change, problem, required = false } = props
  const list = useId()
  const me = useAsk('getMe')
  const account = me.data?.account.id ?? ''
  const people = useAsk('listPeople', { params: { account } }, { enabled: account !== '' })
  return (
    <>
      <TextField
        label={label}
        hint={hint}
        value={principal}
        change={change}
        problem={problem}
        list={list}
        autoComplete="off"
        required={required}
      />
      <datalist id={list}>
        {(people.data?.items ?? []).map(({ arn, name }) => (
          <option key={arn} value={arn}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  )
}
