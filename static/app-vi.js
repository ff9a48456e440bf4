export * from './app-vi-ac04bb9e.js?again';
