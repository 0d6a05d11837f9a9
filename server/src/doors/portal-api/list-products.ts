import type { ProductParameter } from '../../contexts/compute/index.ts'
import { operation } from './operation.ts'

export const listProducts = operation('listProducts', async (deps, { caller }) => {
  const products = await deps.compute.listProducts(caller, { text: '' })
  return {
    items: products.map(({ id, name, description = '', parameters }) => ({
      id,
      name,
      description,
      parameters: parameters.map(parameterOf),
    })),
  }
})

function parameterOf({ key, defaultValue, description, allowedValues, range }: ProductParameter) {
  return {
    key,
    label: key.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '),
    description,
    default: defaultValue,
    ...(allowedValues && { allowed: [...allowedValues] }),
    ...(range && { minimum: range[0], maximum: range[1] }),
  }
}
