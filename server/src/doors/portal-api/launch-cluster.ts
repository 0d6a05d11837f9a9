import { operation } from './operation.ts'

/** By the catalogue, so that the caller needs the right to the product and none to clusters. */
export const launchCluster = operation(
  'launchCluster',
  async (deps, { caller, body, exchange }) => {
    const record = await deps.compute.provisionProduct(caller, {
      product: { id: body.productId },
      name: body.name,
      token: exchange.requestId,
      parameters: Object.entries(body.parameters).map(([key, value]) => ({ key, value })),
      tags: {},
    })
    return { id: record.provisionedProductId }
  },
)
