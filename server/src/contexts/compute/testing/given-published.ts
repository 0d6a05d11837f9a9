import { ana, givenCompute } from './given-compute.ts'

/** A MASTER and CORE machines, whose count its user may choose. */
export function templateOf(workers: object): string {
  return JSON.stringify({
    Parameters: { Workers: { Type: 'Number', MinValue: 1, MaxValue: 4, ...workers } },
    Resources: {
      Cluster: {
        Type: 'AWS::EMR::Cluster',
        Properties: {
          ReleaseLabel: 'spark-4.1',
          Instances: {
            MasterInstanceGroup: { InstanceType: 'm5.large', InstanceCount: 1 },
            CoreInstanceGroup: { InstanceType: 'c5.large', InstanceCount: { Ref: 'Workers' } },
          },
          AutoTerminationPolicy: { IdleTimeout: 600 },
        },
      },
    },
  })
}

export const firstVersion = {
  name: 'v1',
  description: undefined,
  template: templateOf({ Default: 2 }),
}

export const oneProduct = {
  name: 'Research cluster',
  owner: 'Platform team',
  description: 'For research.',
  distributor: undefined,
  support: {},
  tags: {},
  version: firstVersion,
}

/** A product in a portfolio, which nobody is admitted to. */
export async function givenPublished() {
  const given = await givenCompute()
  const { compute } = given
  const portfolio = (name: string) =>
    compute.createPortfolio(ana, {
      ...{ name, providerName: 'Platform team', description: undefined, tags: {}, token: name },
    })
  const { id: portfolioId } = await portfolio('Research')
  const { id: productId } = await compute.createProduct(ana, { ...oneProduct, token: 'one' })
  await compute.setProductPlace(ana, { portfolioId, productId, there: true })
  return { ...given, portfolio, portfolioId, productId }
}
