import type { ApprovalRule, Expression } from '@millrace/contract'
import { useState } from 'react'
import { useAct, useAsk } from '../../api/queries.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { LongTextField, TextField } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { ExpressionField } from './expression-field.tsx'

interface Ruling {
  /** All that there are: they are put together. */
  rules: readonly ApprovalRule[]
  close: () => void
}

/** A new rule of approval, or another one in its place. */
export function RuleDialog({ rule, rules, close }: Ruling & { rule?: ApprovalRule }) {
  const [name, setName] = useState(rule?.name ?? '')
  const [expression, setExpression] = useState<Expression>(rule?.expression ?? [])
  const [approvers, setApprovers] = useState(rule?.approvers.join('\n') ?? '')
  const [persons, setPersons] = useState(String(rule?.persons ?? 1))
  const put = usePutRules(close)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const people = approvers.split(/\s+/).filter((arn) => arn !== '')
    const next = { name: name.trim(), expression, approvers: people, persons: Number(persons) }
    const others = rules.filter((one) => one !== rule)
    put.mutate({ body: { rules: [...others, next] } })
  }
  return (
    <Dialog title={rule ? `Rule “${rule.name}”` : 'New rule of approval'} close={close}>
      <form className="stack" onSubmit={submit}>
        <TextField label="Name" value={name} change={setName} required />
        <TagsField expression={expression} change={setExpression} />
        <LongTextField
          label="Who can approve"
          hint="ARNs of users and roles of whatever account, one on each line."
          value={approvers}
          change={setApprovers}
          required
        />
        <TextField
          label="How many persons"
          hint="Each counts once, in whatever role. Open requests are judged by it at once."
          type="number"
          min={1}
          max={5}
          value={persons}
          change={setPersons}
          required
        />
        <FormEnd doing={put} close={close}>
          Keep the rule
        </FormEnd>
      </form>
    </Dialog>
  )
}

export function DeleteRuleDialog({ rule, rules, close }: Ruling & { rule: ApprovalRule }) {
  const put = usePutRules(close)
  return (
    <Confirm
      title={`Delete the rule “${rule.name}”?`}
      effect={
        'Requests for what only this rule covers wait for it no longer: the admins of the ' +
        'account of who asks decide on them, also on those that are open now.'
      }
      act="Delete the rule"
      close={close}
      doing={put}
      confirmed={() => put.mutate({ body: { rules: rules.filter((one) => one !== rule) } })}
    />
  )
}

function usePutRules(done: () => void) {
  return useAct('putApprovalRules', ['getApprovalRules', 'listAccessRequests'], done)
}

/** Rules are about what the own account holds, and so about its tags. */
function TagsField(props: { expression: Expression; change: (next: Expression) => void }) {
  const me = useAsk('getMe')
  const tags = useAsk('listTags', { query: { limit: 200 } })
  const own = (tags.data?.items ?? []).filter(({ account }) => account.id === me.data?.account.id)
  return <ExpressionField ontology={own} expression={props.expression} change={props.change} />
}
