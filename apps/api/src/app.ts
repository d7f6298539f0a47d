// The table of contents: what the API is made of.
import Fastify, { LogController } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { Config } from '#config.ts'
import type { Doors } from '#db/transact.ts'
import type { Jobs } from './jobs.ts'
import actor from '#plugins/actor.ts'
import limits from '#plugins/limits.ts'
import logging, { logger } from '#plugins/logging.ts'
import openapi from '#plugins/openapi.ts'
import pages from '#plugins/pages.ts'
import problems, { sendProblem } from '#plugins/problems.ts'
import security from '#plugins/security.ts'
import status from '#plugins/status.ts'
import validation, { readQuery } from '#plugins/validation.ts'
import session from './modules/session/routes.ts'
import me from './modules/me/routes.ts'
import people from './modules/people/routes.ts'
import logs from './modules/logs/routes.ts'
import exportFiles from './modules/exports/routes.ts'
import attachments from './modules/attachments/routes.ts'
import partners from './modules/partners/routes.ts'
import agreements from './modules/agreements/routes.ts'
import words from './modules/words/routes.ts'
import messages from './modules/messages/routes.ts'
import programmes from './modules/programmes/routes.ts'
import purposes from './modules/purposes/routes.ts'
import whatTheySee from './modules/what-they-see/routes.ts'
import nominations from './modules/nominations/routes.ts'
import imports from './modules/imports/routes.ts'
import participants from './modules/participants/routes.ts'
import replies from './modules/replies/routes.ts'
import rights from './modules/rights/routes.ts'
import interests from './modules/interests/routes.ts'
import ideas from './modules/ideas/routes.ts'
import decisions from './modules/decisions/routes.ts'
import tokens from './modules/tokens/routes.ts'
import trace from './modules/trace/routes.ts'
import visits from './modules/visits/routes.ts'
import visitSafety from './modules/visit-safety/routes.ts'
import contacts from './modules/contacts/routes.ts'
import drafts from './modules/drafts/routes.ts'
import concerns from './modules/concerns/routes.ts'
import warnings from './modules/warnings/routes.ts'
import chronology from './modules/chronology/routes.ts'
import day from './modules/day/routes.ts'
import courses from './modules/courses/routes.ts'
import adaptations from './modules/adaptations/routes.ts'
import riskBenefits from './modules/risk-benefits/routes.ts'
import opportunities from './modules/opportunities/routes.ts'
import placements from './modules/placements/routes.ts'
import mentoring from './modules/mentoring/routes.ts'
import measures from './modules/measures/routes.ts'
import destinations from './modules/destinations/routes.ts'
import community from './modules/community/routes.ts'
import lessons from './modules/lessons/routes.ts'
import learning from './modules/learning/routes.ts'
import power from './modules/power/routes.ts'
import pulse from './modules/pulse/routes.ts'
import barriers from './modules/barriers/routes.ts'
import coherence from './modules/coherence/routes.ts'
import supporters from './modules/supporters/routes.ts'
import contributions from './modules/contributions/routes.ts'
import board from './modules/board/routes.ts'
import promises from './modules/promises/routes.ts'
import retention from './modules/retention/routes.ts'
import pace from './modules/pace/routes.ts'
import meetings from './modules/meetings/routes.ts'
import pvg from './modules/pvg/routes.ts'
import breakGlass from './modules/break-glass/routes.ts'
import accessReviews from './modules/access-reviews/routes.ts'
import shares from './modules/shares/routes.ts'
import offline from './modules/offline/routes.ts'

declare module 'fastify' {
  interface FastifyInstance {
    config: Config
    jobs: Jobs
  }
}

export async function buildApp(config: Config, tools: { doors: Doors; jobs: Jobs; secret: string }) {
  const app = Fastify({
    logger: logger(config),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 45_000,
    keepAliveTimeout: 10_000,
    routerOptions: { querystringParser: readQuery },
    frameworkErrors: (error, request, reply) => void app.lockDown(request, reply).then(() => sendProblem(error, request, reply)),
  })
  app.decorate('config', config)
  app.decorate('jobs', tools.jobs)
  await app.register(logging)
  await app.register(problems)
  await app.register(security, { config })
  await app.register(validation)
  await app.register(openapi)
  await app.register(limits, { config })
  await app.register(actor, tools)
  await app.register(status)
  await app.register(pages)
  for (const module of modules) await app.register(module, { prefix: '/api' })
  return app
}

const modules = [
  session,
  tokens,
  me,
  people,
  logs,
  exportFiles,
  attachments,
  partners,
  agreements,
  words,
  messages,
  programmes,
  purposes,
  whatTheySee,
  nominations,
  imports,
  participants,
  replies,
  rights,
  interests,
  ideas,
  decisions,
  trace,
  visits,
  visitSafety,
  contacts,
  drafts,
  concerns,
  warnings,
  chronology,
  day,
  courses,
  adaptations,
  riskBenefits,
  opportunities,
  placements,
  mentoring,
  measures,
  destinations,
  community,
  lessons,
  learning,
  power,
  pulse,
  barriers,
  coherence,
  supporters,
  contributions,
  board,
  promises,
  retention,
  pace,
  meetings,
  pvg,
  breakGlass,
  accessReviews,
  shares,
  offline,
]
