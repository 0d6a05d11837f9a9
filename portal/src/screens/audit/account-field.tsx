import { useAsk } from '../../api/queries.ts'
import { ChoiceField } from '../../ui/fields.tsx'

/** Whose audit; not there for who reads one alone. */
export function AccountField(props: { value: string | undefined; change: (id: string) => void }) {
  const { value, change } = props
  const accounts = useAsk('listAudits').data?.items ?? []
  const [own] = accounts
  if (accounts.length < 2 && (!value || value === own?.id)) return null
  const choices = accounts.map(({ id, name }) => [id, name] as const)
  const foreign = value && !accounts.some(({ id }) => id === value)
  return (
    <ChoiceField
      label="Account"
      value={value ?? own?.id ?? ''}
      change={change}
      choices={foreign ? [...choices, [value, value]] : choices}
    />
  )
}
