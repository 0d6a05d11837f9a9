import { invalidParameters } from '../errors.ts'

/** What the user of a product may choose. */
export interface ProductParameter {
  key: string
  type: 'String' | 'Number'
  defaultValue: string
  description: string
  allowedValues?: readonly string[]
  range?: readonly [number, number]
}

/** @throws compute.invalid-parameters */
export function checkValue(
  { key, type, allowedValues, range }: ProductParameter,
  value: string,
): void {
  if (allowedValues && !allowedValues.includes(value))
    throw invalidParameters({
      reason: `parameter "${key}" must be one of ${allowedValues.join(', ')}`,
    })
  if (type === 'String') return
  const [least, most] = range ?? [-Infinity, Infinity]
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < least || number > most)
    throw invalidParameters({ reason: `parameter "${key}" must be ${least} to ${most}` })
}
