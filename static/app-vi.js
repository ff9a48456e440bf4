export * from './app-vi-40d7d6cd.js?again';
