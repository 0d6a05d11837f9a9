import type { ApprovalRule, ApprovalRules, Expression } from '@millrace/contract'
import { useState } from 'react'
import { LongTextField, TextField } from '../../ui/fields.tsx'
import { OwnExpressionField } from './expression-field.tsx'
import { type Next, RulesDialog } from './rules-dialog.tsx'

interface Ruling {
  /** All that there are, as they were read: they are put together. */
  seen: ApprovalRules
  close: () => void
}

/** A new rule of approval, or another one in its place. */
export function RuleDialog({ rule, seen, close }: Ruling & { rule?: ApprovalRule }) {
  const [name, setName] = useState(rule?.name ?? '')
  const [expression, setExpression] = useState<Expression>(rule?.expression ?? [])
  const [approvers, setApprovers] = useState(rule?.approvers.join('\n') ?? '')
  const [persons, setPersons] = useState(String(rule?.persons ?? 1))
  const next: Next = (rules) => {
    const people = approvers.split(/\s+/).filter((arn) => arn !== '')
    const wanted = { name: name.trim(), expression, approvers: people, persons: Number(persons) }
    return [...rules.filter((one) => one.name !== rule?.name), wanted]
  }
  return (
    <RulesDialog
      title={rule ? `Rule “${rule.name}”` : 'New rule of approval'}
      act="Keep the rule"
      seen={seen}
      next={next}
      close={close}
    >
      <TextField label="Name" value={name} change={setName} required />
      <OwnExpressionField expression={expression} change={setExpression} />
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
    </RulesDialog>
  )
}

export function DeleteRuleDialog({ rule, seen, close }: Ruling & { rule: ApprovalRule }) {
  return (
    <RulesDialog
      title={`Delete the rule “${rule.name}”?`}
      act="Delete the rule"
      danger
      seen={seen}
      next={(rules) => rules.filter(({ name }) => name !== rule.name)}
      close={close}
    >
      <p>
        Requests for what only this rule covers wait for it no longer: the admins of the account of
        who asks decide on them, also on those that are open now.
      </p>
    </RulesDialog>
  )
}
