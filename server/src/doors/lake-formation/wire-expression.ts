import type { LFTag, LFTagExpression } from '@aws-sdk/client-lakeformation'
import type {
  Expression,
  ExpressionCommand,
  SavedExpression,
} from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import type { Checked } from '../shared/operation.ts'
import { catalogOf } from './operation.ts'

interface WireCommand {
  CatalogId?: string
  Name: string
  Description?: string
  Expression: readonly Checked<LFTag>[]
}

export function expressionCommand(caller: Caller, wire: WireCommand): ExpressionCommand {
  return {
    catalogId: catalogOf(caller, wire.CatalogId),
    name: wire.Name,
    expression: parseTags(wire.Expression),
    ...(wire.Description ? { description: wire.Description } : {}),
  }
}

export function parseTags(wire: readonly Checked<LFTag>[]): Expression {
  return wire.map(({ TagKey, TagValues }) => ({ key: TagKey, values: TagValues }))
}

export function wireTags(expression: Expression): LFTag[] {
  return expression.map(({ key, values }) => ({ TagKey: key, TagValues: [...values] }))
}

export function wireExpression(saved: SavedExpression): LFTagExpression {
  const { accountId, name, description, expression } = saved
  return {
    CatalogId: accountId,
    Name: name,
    ...(description ? { Description: description } : {}),
    Expression: wireTags(expression),
  }
}
