# One image for every role; the role is the command: `node ingress/main.ts`, `node services/auth/main.ts`, …
FROM node:24-bookworm-slim AS page
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY schemas ./schemas
COPY web ./web
RUN npx vite build web

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# chdb (half a gigabyte) stands in for ClickHouse on a machine without one; the other optional packages are binaries that are needed.
RUN npm ci --omit=dev && rm -rf node_modules/chdb node_modules/@chdb && npm cache clean --force
COPY lib ./lib
COPY schemas ./schemas
COPY domain ./domain
COPY engine ./engine
COPY statistics ./statistics
COPY tables ./tables
COPY deadLetters ./deadLetters
COPY ingress ./ingress
COPY streams ./streams
COPY sinks ./sinks
COPY api ./api
COPY services ./services
COPY --from=page /app/web/dist ./web/dist
RUN install --directory --mode=700 --owner=node --group=node /app/.leaveline
USER node
CMD ["node", "api/main.ts"]
