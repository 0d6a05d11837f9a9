import type { FastifyError } from 'fastify'

type SchemaProblem = NonNullable<FastifyError['validation']>[number]

/** What of a request its schema does not take, by the member's name and the values it may have. */
export function schemaRefusal(problems: readonly SchemaProblem[], part = 'request'): string {
  return problems.map((problem) => sentence(problem, part)).join('; ')
}

function sentence({ instancePath, keyword, params, message }: SchemaProblem, part: string): string {
  const path = instancePath.split('/').slice(1).join('.')
  const where = path === '' ? `the ${part}` : `"${path}" of the ${part}`
  if (keyword === 'additionalProperties')
    return `${where} takes no member "${params.additionalProperty}"`
  if (keyword === 'required') return `${where} lacks "${params.missingProperty}"`
  if (keyword === 'enum') return `${where} must be one of ${quoted(params.allowedValues)}`
  if (keyword === 'const') return `${where} must be ${quoted([params.allowedValue])}`
  return `${where} ${message}`
}

function quoted(values: unknown): string {
  return [values]
    .flat()
    .map(String)
    .map((value) => `"${value}"`)
    .join(', ')
}
