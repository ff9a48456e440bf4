export * from './app-api-18c5eb8b.js?again';
